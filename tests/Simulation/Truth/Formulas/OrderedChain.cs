namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>
/// The same policy as a Markov chain, solved by iteration: a state is the calls in order of arrival, the agent of each that is served (A, B …) and the kind of each that waits (a, b …),
/// then the idle agents, longest idle first: <c>Aab|B</c>. Written from the policy alone, to hold <see cref="FcfsAlis"/> against. A call that finds
/// <paramref name="waitingMax"/> waiting is lost.
/// </summary>
internal sealed class OrderedChain : SkillRouting
{
    private const double Precision = 1e-14;
    private const int SweepsMax = 20_000;

    private readonly int waitingMax;
    private readonly Dictionary<string, int> numbers = [];
    private readonly List<string> states = [];
    private readonly List<List<(int From, double Rate)>> inward = [];
    private readonly List<double> outward = [];

    public OrderedChain(ServiceGraph graph, int waitingMax)
        : base(graph)
    {
        this.waitingMax = waitingMax;
        Number($"|{string.Concat(Enumerable.Range(0, graph.Agents).Select(Agent))}");
        for (var state = 0; state < states.Count; state++)
        {
            Connect(state);
        }

        Probabilities = Solve();
        for (var state = 0; state < states.Count; state++)
        {
            Measure(states[state], Probabilities[state]);
        }
    }

    public IReadOnlyList<string> States => states;

    public IReadOnlyList<double> Probabilities { get; }

    public static char Agent(int agent) => (char)('A' + agent);

    public static char Kind(int kind) => (char)('a' + kind);

    private int Number(string state)
    {
        if (!numbers.TryGetValue(state, out var number))
        {
            numbers.Add(state, number = states.Count);
            states.Add(state);
            inward.Add([]);
            outward.Add(0);
        }

        return number;
    }

    private void Connect(int from)
    {
        foreach (var (to, rate, _, _) in Moves(states[from]))
        {
            inward[Number(to)].Add((from, rate));
            outward[from] += rate;
        }
    }

    /// <summary>What can happen next, how fast, and which kind of call is taken by which agent with it, if any.</summary>
    private IEnumerable<(string To, double Rate, int? Kind, int? Agent)> Moves(string state)
    {
        var (calls, idle) = (state.Split('|')[0], state.Split('|')[1]);
        for (var kind = 0; kind < Graph.Kinds; kind++)
        {
            var able = idle.FirstOrDefault(agent => Graph.CanServe(agent - 'A', kind));
            if (able != default)
            {
                yield return ($"{calls}{able}|{idle.Replace(able.ToString(), "", StringComparison.Ordinal)}", Graph.Arrivals[kind], kind, able - 'A');
            }
            else if (calls.Count(char.IsLower) < waitingMax)
            {
                yield return ($"{calls}{Kind(kind)}|{idle}", Graph.Arrivals[kind], null, null);
            }
        }

        foreach (var agent in calls.Where(char.IsUpper).Select(letter => letter - 'A'))
        {
            var rest = calls.Replace(Agent(agent).ToString(), "", StringComparison.Ordinal);
            var next = rest.FirstOrDefault(call => char.IsLower(call) && Graph.CanServe(agent, call - 'a'));
            yield return next == default
                ? ($"{rest}|{idle}{Agent(agent)}", Graph.Service[agent], null, null)
                : ($"{rest[..rest.IndexOf(next, StringComparison.Ordinal)]}{Agent(agent)}{rest[(rest.IndexOf(next, StringComparison.Ordinal) + 1)..]}|{idle}", Graph.Service[agent], next - 'a', agent);
        }
    }

    /// <summary>Gauss-Seidel: each state's probability from those that lead to it, until nothing changes any more.</summary>
    private double[] Solve()
    {
        var probabilities = Enumerable.Repeat(1.0 / states.Count, states.Count).ToArray();
        for (var sweep = 0; sweep < SweepsMax; sweep++)
        {
            var change = 0.0;
            for (var state = 0; state < states.Count; state++)
            {
                var probability = inward[state].Sum(way => probabilities[way.From] * way.Rate) / outward[state];
                change = Math.Max(change, Math.Abs(probability - probabilities[state]));
                probabilities[state] = probability;
            }

            var sum = probabilities.Sum();
            probabilities = [.. probabilities.Select(probability => probability / sum)];
            if (change < Precision)
            {
                return probabilities;
            }
        }

        throw new InvalidOperationException("the chain does not come to rest");
    }

    private void Measure(string state, double probability)
    {
        AddState(probability, state.TakeWhile(letter => letter != '|').Where(char.IsUpper).Sum(letter => 1 << (letter - 'A')));
        foreach (var call in state.Where(char.IsLower))
        {
            AddWaiting(probability, call - 'a');
        }

        foreach (var (_, rate, kind, agent) in Moves(state).Where(move => move.Kind is not null))
        {
            AddTaken(probability * rate, kind!.Value, agent!.Value);
        }
    }
}
