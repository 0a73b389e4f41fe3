using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Tests.Protocol;

/// <summary>
/// Call, queue, agent and phone with each other, over a line that loses, repeats, delays and reorders. The cluster's own simulation goes
/// further; this one needs no engine, and what it finds is the protocol's.
/// </summary>
public sealed class ConversationTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_on_the_line_everybody_comes_out_of_it(int seed)
    {
        var center = new Center(seed);
        Assert.True(center.Run(NoAgentTalksTwice), Remains(center));

        foreach (var call in center.Calls)
        {
            Assert.True(call.Story.Count(e => e is CallEvent.LegAnswered) <= 1);
            Assert.Single(call.Story.OfType<CallEvent.CallEnded>());
        }

        EachStayEndsOnceAndAllAgreeWhoAnswered(center);
        WhoIsAnsweredHadAPlace(center);
    }

    [Fact]
    public void Some_of_it_happens_to_full_queues()
    {
        var center = new Center(2);
        center.Run(_ => { });
        Assert.Contains(center.Queues, queue => queue.Story.Any(e => e is QueueEvent.CallTurnedAway { To: null }));
        Assert.Contains(center.Calls, call => call.Story.Any(e => e is CallEvent.CallEnded { Cause: Causes.QueueFull, Status: 486 }));
    }

    /// <summary>A caller who is answered while it waits has a place in a queue: a full one is busy, and does not take the call to hang up.</summary>
    private static void WhoIsAnsweredHadAPlace(Center center)
    {
        var queued = center.Queues.SelectMany(queue => queue.Story).OfType<QueueEvent.CallQueued>().Select(e => e.Stay).ToHashSet();
        foreach (var call in center.Calls)
        {
            Assert.All(call.Story.OfType<CallEvent.QueueConfirmed>(), confirmed => Assert.Contains(confirmed.Stay, queued));
            Assert.True(call.Story.Any(e => e is CallEvent.QueueConfirmed) || !call.Story.Any(e => e is CallEvent.CallerAnswered));
        }
    }

    private static void NoAgentTalksTwice(Center center)
    {
        var talking = center.Calls.Where(call => call.State.Phase is CallPhase.Talking).Select(call => call.State.Other?.Request?.Agent).OfType<ActorId>().ToList();
        Assert.Equal(talking.Count, talking.Distinct().Count());
    }

    private static void EachStayEndsOnceAndAllAgreeWhoAnswered(Center center)
    {
        var answered = center.Talk.Story.Select(line => line.Event).OfType<CallEvent.LegAnswered>().Select(e => (e.Offer!.Value, e.Agent!.Value)).Order().ToList();
        var inQueues = center.Talk.Story.Select(line => line.Event).OfType<QueueEvent.CallAnswered>().Select(e => (e.Offer, e.Agent)).Order().ToList();
        var byAgents = center.Talk.Story.Where(line => line.Event is AgentEvent.Answered).Select(line => (((AgentEvent.Answered)line.Event).Offer, line.Who)).Order().ToList();
        Assert.Equal(answered, inQueues);
        Assert.Equal(answered, byAgents);

        foreach (var queue in center.Queues)
        {
            var entered = queue.Story.OfType<QueueEvent.CallQueued>().Select(e => e.Stay).Order().ToList();
            var left = queue.Story.OfType<QueueEvent.StayEnded>().Select(e => e.Stay).Concat(queue.Story.OfType<QueueEvent.CallAnswered>().Select(e => e.Offer.Stay)).Order().ToList();
            Assert.Equal(entered, left);
        }
    }

    private static string Remains(Center center) => string.Join('\n', center.Talk.Players.SelectMany(player => player.Owed.Select(duty => $"{player.Id}: {duty}"))
        .Concat(center.Calls.Select(call => $"{call.Id} {call.State.Phase}"))
        .Concat(center.People.Select(person => $"{person.Id} {person.State.Presence} {person.State.Work} {person.State.Seat}"))
        .Concat(center.Queues.Select(queue => $"{queue.Id} {queue.State.Stays.Count}")));
}
