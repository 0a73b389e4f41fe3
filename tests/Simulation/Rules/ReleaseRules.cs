using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Cluster;
using CallCenter.Simulation.Store;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// X1: an effect leaves only when the event that causes it is in the journal. R1: what views are given is durable, each position once and in
/// order. O5: whoever was answered finds its event in the journal.
/// </summary>
internal sealed class ReleaseRules(SimulatedDatabase database)
{
    /// <summary>What one process gives to its views, from its start on, or from the first event.</summary>
    public Action<IReadOnlyList<CommittedEvent>> Views(bool startsAtZero = false)
    {
        var published = new Dictionary<int, long>();
        return events =>
        {
            foreach (var given in events)
            {
                var rows = database.Shard(given.Shard);
                Require(given.Position <= rows.Count && rows[(int)given.Position - 1] is var row && row.Stream == given.Stream && row.Body.Span.SequenceEqual(given.Body.Span),
                    "R1", $"{given.Shard}:{given.Position} {given.Tag} was given to views and is not in the journal");
                Require((!published.TryGetValue(given.Shard, out var last) && !startsAtZero) || given.Position == last + 1, "R1", $"{given.Shard}:{given.Position} was given to views after {last}");
                published[given.Shard] = given.Position;
            }
        };
    }

    public void Performed(ActorId owner, object command)
    {
        var cause = command switch
        {
            LegCommand.SendInvite c => Has<CallEvent.LegRequested>(owner, e => e.Leg == c.Leg),
            LegCommand.SendAck c => Has<CallEvent>(owner, e => e is CallEvent.LegAnswered answered && answered.Leg == c.Leg || e is CallEvent.LateAnswerEnded late && late.Leg == c.Leg
                || e is CallEvent.AgentConnected connected && connected.Leg == c.Leg || (e is CallEvent.CustomerAnswered && c.Leg == 0)),
            LegCommand.SendCancel c => Has<CallEvent.LegCancelled>(owner, e => e.Leg == c.Leg),
            LegCommand.RespondToInvite { Status: >= 200 and < 300 } => Has<CallEvent.CallerAnswered>(owner, _ => true),
            LegCommand.RespondToInvite { Status: >= 300 } => Has<CallEvent.CallEnded>(owner, _ => true),
            LegCommand.RespondToInvite or MediaDesired => Has<CallEvent.CallArrived>(owner, _ => true),
            MediaClosed => Has<CallEvent.CallEnded>(owner, _ => true),
            _ => true,
        };
        Require(cause, "X1", $"{owner}: {command} left before its cause was durable");
    }

    public void Answered(ActorId call) => Require(Has<CallEvent.CallArrived>(call, _ => true), "O5", $"{call} was accepted and is not in the journal");

    private bool Has<T>(ActorId stream, Func<T, bool> matches)
        where T : class => database.Stream(stream).Any(row => Contracts.Read(row.Tag, row.Body.Span) is T @event && matches(@event));
}
