using CallCenter.Simulation.Truth.Floor;
using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>Agents who cannot all serve everything: first come first served, longest idle first.</summary>
/// <param name="Model">As the literature calls who can serve whom.</param>
/// <param name="Graph">Rates per mean talk.</param>
/// <param name="Calls">Measured.</param>
internal sealed record SkillCase(string Model, ServiceGraph Graph, int Calls) : TruthCase(Calls)
{
    /// <summary>States likelier than this are measured one by one; batches see too few of the others.</summary>
    private const double LikelyState = 0.01;

    public override string Name => $"skills {Model}";

    public override CalmTerms Terms => new(Graph.Agents) { Graph = Graph };

    public override TimeSpan Gap => Talk / Graph.Arrivals.Sum();

    /// <summary>And of which kinds they are; the last one's share is what is left.</summary>
    public override IEnumerable<Control> Controls =>
        [.. base.Controls, .. Enumerable.Range(0, Graph.Kinds - 1).Select(kind => new Control(ShareOf(kind), call => call.Kind == kind ? 1 : 0))];

    public override DrawnCall[] Draw(int seed) => new Traffic(seed).Draw(WarmUp + Calls, Gap, Talk, null, [.. Enumerable.Range(0, Graph.Kinds).Select(ShareOf)]);

    private double ShareOf(int kind) => Graph.Arrivals[kind] / Graph.Arrivals.Sum();

    public override CallOutcome[] ByRecursion(IReadOnlyList<DrawnCall> calls) => LongestIdleFirstCome.Serve(Graph, calls);

    /// <summary>What a call finds is what theory says of any moment: Poisson arrivals see time averages.</summary>
    public override Observed[] Observe(IReadOnlyList<DrawnCall> calls, IReadOnlyList<CallOutcome> outcomes)
    {
        var found = StatesFound.By(Terms, calls, outcomes);
        return [.. calls.Select((call, number) => new Observed(call, outcomes[number], found[number]))];
    }

    public override Measure[] Measures()
    {
        var exact = new FcfsAlis(Graph);
        return
        [
            .. Enumerable.Range(0, Graph.Kinds).SelectMany(kind => OfKind(exact, kind)),
            .. Enumerable.Range(0, Graph.Agents).Select(agent => Measure.Share($"busy {OrderedChain.Agent(agent)}", exact.Occupancy(agent), call => call.Found.IndexOf(OrderedChain.Agent(agent)) < call.Found.IndexOf('|'))),
            .. exact.LikelyStates(LikelyState).Select(state => Measure.Share($"P({state})", exact.Probability(state), call => call.Found == state)),
        ];
    }

    private IEnumerable<Measure> OfKind(FcfsAlis exact, int kind)
    {
        bool IsOfKind(Observed call) => call.Call.Kind == kind;
        var name = OrderedChain.Kind(kind);
        yield return Measure.Share($"P(wait) {name}", exact.WaitProbability(kind), call => call.Outcome.Wait > TimeSpan.Zero).Where(IsOfKind);
        yield return Measure.OverAll($"ASA {name}", exact.MeanWait(kind) * Talk.TotalSeconds, call => call.Seconds).Where(IsOfKind) with { IsTime = true };
        // What is left is the last one's.
        foreach (var agent in Enumerable.Range(0, Graph.Agents).Where(agent => Graph.CanServe(agent, kind)).SkipLast(1))
        {
            yield return Measure.Share($"{name} to {OrderedChain.Agent(agent)}", exact.Share(kind, agent), call => call.Outcome.Agent == agent).Where(IsOfKind);
        }
    }
}
