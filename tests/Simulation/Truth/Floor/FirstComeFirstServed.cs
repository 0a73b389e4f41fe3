namespace CallCenter.Simulation.Truth.Floor;

/// <summary>
/// The same calls served first come first served by whoever has been free longest, as a recursion over the times at which agents become free
/// (J. Kiefer, J. Wolfowitz, "On the theory of queues with many servers", 1955; with patience, a call that would wait longer leaves them as they are).
/// It knows nothing of the product and has no sampling error: the engine must agree to the tick, call by call.
/// </summary>
internal static class FirstComeFirstServed
{
    public static CallOutcome[] Serve(CalmTerms terms, IReadOnlyList<DrawnCall> calls)
    {
        var free = new PriorityQueue<int, (TimeSpan Since, int Agent)>(Enumerable.Range(0, terms.Agents).Select(agent => (agent, (TimeSpan.MinValue, agent))));
        var outcomes = new CallOutcome[calls.Count];
        for (var number = 0; number < calls.Count; number++)
        {
            var call = calls[number];
            free.TryPeek(out var agent, out var next);
            var wait = next.Since > call.At ? next.Since - call.At : TimeSpan.Zero;
            if (wait > call.Patience)
            {
                outcomes[number] = new CallOutcome(call.Patience.Value, null);
                continue;
            }

            outcomes[number] = new CallOutcome(wait + terms.Ring, agent);
            free.DequeueEnqueue(agent, (call.At + wait + call.Talk + terms.Overhead, agent));
        }

        return outcomes;
    }
}
