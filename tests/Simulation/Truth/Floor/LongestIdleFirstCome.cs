using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Floor;

/// <summary>
/// The same calls where not everybody can serve everything: who has finished takes the longest waiting call that it can serve, a call takes the agent
/// who can serve it and has been idle longest. Like <see cref="FirstComeFirstServed"/> it knows nothing of the product; nobody gives up.
/// </summary>
internal sealed class LongestIdleFirstCome
{
    private readonly ServiceGraph graph;
    private readonly IReadOnlyList<DrawnCall> calls;
    private readonly CallOutcome[] outcomes;
    private readonly List<int> waiting = [];
    private readonly List<int> idle;
    private readonly PriorityQueue<int, TimeSpan> busy = new();

    private LongestIdleFirstCome(ServiceGraph graph, IReadOnlyList<DrawnCall> calls)
    {
        (this.graph, this.calls) = (graph, calls);
        outcomes = new CallOutcome[calls.Count];
        idle = [.. Enumerable.Range(0, graph.Agents)];
    }

    public static CallOutcome[] Serve(ServiceGraph graph, IReadOnlyList<DrawnCall> calls)
    {
        var floor = new LongestIdleFirstCome(graph, calls);
        for (var number = 0; number < calls.Count; number++)
        {
            floor.FinishUntil(calls[number].At);
            floor.Arrive(number);
        }

        floor.FinishUntil(TimeSpan.MaxValue);
        return floor.outcomes;
    }

    private void Arrive(int number)
    {
        var place = idle.FindIndex(agent => graph.CanServe(agent, calls[number].Kind));
        if (place < 0)
        {
            waiting.Add(number);
            return;
        }

        var agent = idle[place];
        idle.RemoveAt(place);
        Begin(number, agent, calls[number].At);
    }

    private void FinishUntil(TimeSpan end)
    {
        while (busy.TryPeek(out var agent, out var at) && at <= end)
        {
            busy.Dequeue();
            var place = waiting.FindIndex(number => graph.CanServe(agent, calls[number].Kind));
            if (place < 0)
            {
                idle.Add(agent);
                continue;
            }

            var next = waiting[place];
            waiting.RemoveAt(place);
            Begin(next, agent, at);
        }
    }

    private void Begin(int number, int agent, TimeSpan at)
    {
        outcomes[number] = new CallOutcome(at - calls[number].At, agent);
        busy.Enqueue(agent, at + (calls[number].Talk / graph.Service[agent]));
    }
}
