using CallCenter.Actors.Agents;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>An agent with a call of another queue asks what there is here.</summary>
public sealed class AskedTests
{
    private static readonly AgentCommand.RecordNothingToOffer Nothing = new(Sales, 1);

    [Fact]
    public void An_empty_queue_has_nothing_to_offer_however_often_it_is_asked()
    {
        var queue = Ask(Queue());
        Assert.Equal(Nothing, queue.Reply);
        Assert.Equal(Nothing, Ask(queue.ThenTypes(typeof(E.AgentBecameAvailable))).Reply);
        Ask(queue).ThenAlreadySo();
    }

    [Fact]
    public void Who_only_says_that_it_is_available_is_told_nothing() => Assert.Null(Queue().Available(Anna).Reply);

    [Fact]
    public void An_offer_is_the_answer()
    {
        var queue = Ask(Queue().Enqueue("a"));
        queue.ThenTypes(typeof(E.AgentBecameAvailable), typeof(E.OfferMade));
        Assert.Null(queue.Reply);
        Assert.Null(Ask(queue).ThenAlreadySo().Reply);
    }

    [Fact]
    public void A_call_for_somebody_else_is_no_answer()
    {
        var queue = Ask(Queue().Available(Bert).Enqueue("a"));
        Assert.Equal(Nothing, queue.Reply);
    }

    [Fact]
    public void Who_asks_of_a_time_that_is_over_is_told_nothing() => Assert.Null(Ask(Queue().Available(Anna, 2)).ThenAlreadySo().Reply);

    private static QueueScenario Ask(QueueScenario queue) => queue.When(new C.RecordAgentAvailable(Anna, 1, IdleSince) { IsAsking = true });
}
