using System.Collections.Immutable;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;
using Ledger = CallCenter.Actors.Tests.DutyLedger<
    CallCenter.Actors.Queues.QueueBehaviour, CallCenter.Actors.Queues.QueueState, CallCenter.Actors.Queues.QueueCommand, CallCenter.Actors.Queues.QueueEvent>;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>A match must not depend on how many wait. Were it not so, these would not end.</summary>
public sealed class LargeQueueTests
{
    private const int Calls = 100_000;
    private const int Agents = 50_000;

    [Fact]
    public void Fifty_thousand_agents_meet_a_hundred_thousand_calls_one_match_each()
    {
        var ledger = new Ledger(Sales) { ComparesWithAll = false };
        Tell(ledger, new C.Configure(1, Settings));
        for (var call = 0; call < Calls; call++)
        {
            Tell(ledger, new C.Enqueue(Stay($"c{call:D6}"), Call($"c{call:D6}", call % 3, Noon.AddSeconds(-(call % 1000)))));
        }

        Place? last = null;
        var offers = new List<E.OfferMade>();
        for (var agent = 0; agent < Agents; agent++)
        {
            var offer = Assert.Single(Tell(ledger, new C.RecordAgentAvailable(AgentNamed(agent), 1, IdleSince)).OfType<E.OfferMade>());
            var place = ledger.State.Stays[offer.Offer.Stay].Place;
            Assert.True(last is null || last < place);
            last = place;
            offers.Add(offer);
        }

        Assert.Equal(Calls - Agents, ledger.State.Line.WaitingCount);
        Assert.Equal(0, ledger.State.Line.Free.Count);

        // Everybody misses, and is available again: the first in line is the call that was missed before.
        foreach (var (missed, index) in offers.Select((offer, index) => (offer, index)))
        {
            Tell(ledger, new C.RecordOfferFailed(missed.Offer, OfferEnd.Missed));
            var next = Assert.Single(Tell(ledger, new C.RecordAgentAvailable(missed.Agent, 2, IdleSince)).OfType<E.OfferMade>());
            Assert.NotEqual(missed.Offer.Stay, next.Offer.Stay);
            Assert.True(index == 0 || next.Offer.Stay == offers[index - 1].Offer.Stay);
        }
    }

    /// <summary>Where all pairs exclude each other a match is still one look at each: it does not become a walk over those who wait behind.</summary>
    [Fact]
    public void Calls_that_everybody_declined_do_not_hold_up_those_behind()
    {
        var ledger = new Ledger(Sales) { ComparesWithAll = false };
        Tell(ledger, new C.Configure(1, Settings));
        for (var number = 0; number < 30; number++)
        {
            Tell(ledger, new C.Enqueue(Stay($"c{number}"), Call($"c{number}")));
        }

        // Each of 20 agents declines each of 30 calls: all wait, all are available, and no pair may be matched.
        for (var round = 0; round < 30 * 20; round++)
        {
            Tell(ledger, new C.RecordAgentAvailable(AgentNamed(round % 20), round + 1, IdleSince));
            foreach (var stay in ledger.State.Stays.Values.Where(stay => stay.Offer is not null))
            {
                Tell(ledger, new C.RecordOfferFailed(stay.Offer!.Id, OfferEnd.Declined));
            }
        }

        for (var agent = 0; agent < 20; agent++)
        {
            Assert.Empty(Tell(ledger, new C.RecordAgentAvailable(AgentNamed(agent), 10_000, IdleSince)).OfType<E.OfferMade>());
        }

        QueueMatrixTests.AssertNobodyWaitsForNothing(ledger.State);
        Assert.Equal(AgentNamed(99), Assert.Single(Tell(ledger, new C.RecordAgentAvailable(AgentNamed(99), 1, Noon)).OfType<E.OfferMade>()).Agent);
        Assert.Equal(Stay("late"), Assert.Single(Tell(ledger, new C.Enqueue(Stay("late"), Call("late"))).OfType<E.OfferMade>()).Offer.Stay);
    }

    private static ActorId AgentNamed(int number) => ActorId.Agent("acme", $"a{number:D6}");

    private static ImmutableArray<E> Tell(Ledger ledger, C command)
    {
        var accepted = Assert.IsType<Decision<E>.Accepted>(QueueBehaviour.Decide(ledger.State, command, Noon));
        foreach (var @event in accepted.Events)
        {
            ledger.Apply(@event);
        }

        return accepted.Events;
    }
}
