using CallCenter.Simulation.Truth.Floor;
using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>The state that each call finds when it comes, written as <see cref="OrderedChain"/> writes it, from what became of the calls before it.</summary>
internal sealed class StatesFound
{
    private readonly CalmTerms terms;
    private readonly IReadOnlyList<DrawnCall> calls;
    private readonly IReadOnlyList<CallOutcome> outcomes;
    private readonly List<int> present = [];
    private readonly (TimeSpan Since, int Agent)[] free;

    private StatesFound(CalmTerms terms, IReadOnlyList<DrawnCall> calls, IReadOnlyList<CallOutcome> outcomes)
    {
        (this.terms, this.calls, this.outcomes) = (terms, calls, outcomes);
        free = [.. Enumerable.Range(0, terms.Agents).Select(agent => (TimeSpan.MinValue, agent))];
    }

    public static string[] By(CalmTerms terms, IReadOnlyList<DrawnCall> calls, IReadOnlyList<CallOutcome> outcomes)
    {
        var states = new StatesFound(terms, calls, outcomes);
        return [.. Enumerable.Range(0, calls.Count).Select(states.At)];
    }

    private string At(int number)
    {
        var now = calls[number].At;
        foreach (var gone in present.Where(call => End(call) <= now))
        {
            var agent = outcomes[gone].Agent!.Value;
            free[agent] = (End(gone) > free[agent].Since ? End(gone) : free[agent].Since, agent);
        }

        present.RemoveAll(call => End(call) <= now);
        var served = present.Where(call => Begin(call) <= now).Select(call => outcomes[call].Agent!.Value).ToArray();
        var state = string.Concat(present.Select(call => Begin(call) <= now ? OrderedChain.Agent(outcomes[call].Agent!.Value) : OrderedChain.Kind(calls[call].Kind)))
            + '|' + string.Concat(free.Where(each => !served.Contains(each.Agent)).Order().Select(each => OrderedChain.Agent(each.Agent)));
        present.Add(number);
        return state;
    }

    private TimeSpan Begin(int call) => calls[call].At + outcomes[call].Wait;

    private TimeSpan End(int call) => Begin(call) + terms.TalkOf(outcomes[call].Agent!.Value, calls[call]);
}
