using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Views.Told;

namespace CallCenter.Actors.Tests.Views;

/// <summary>What queues say in the story of a call.</summary>
public sealed class QueueStoryTests
{
    private static readonly ActorId Queue = ActorId.Queue("demo", "sales");

    private static readonly OfferReason Plain = new("most-skilled", 3, 2, At(0), 7);

    private static QueueWord Offered(double at, OfferReason reason, int attempt = 1) =>
        new(Queue, new QueueEvent.OfferMade(At(at), new OfferId(((CallEvent.QueueEntered)Entered(0)).Stay, attempt), ActorId.Agent("demo", "1001"), 1, At(at + 20), reason));

    [Fact]
    public void An_offer_is_told_with_what_it_was_judged_by_and_who_lost_and_why()
    {
        var reason = Plain with
        {
            Require = "english>=3",
            Prefer = "tariffs",
            Widened = TimeSpan.FromSeconds(30),
            Agents = [new LosingAgent(ActorId.Agent("demo", "1002"), LostBy.Needs)],
            Calls = [new LosingCall(new StayId("0123456789abcdef", 1), LostBy.Reserve)],
        };

        var line = CallStory.Tell([Arrived(0)], [Offered(10, reason)])[1];

        Assert.Equal("+10.000 s: Queue sales offers it to agent 1001: next in order, most skilled (agents free 3, calls waiting 2).", line.En);
        Assert.Equal("+10.000 秒：队列 sales 分配给坐席 1001：按顺序，技能最高（空闲坐席 3，等待来电 2）。", line.Zh);
        Assert.Equal(
            [
                "It needed english>=3 (after 30 s of waiting).",
                "It should rather have tariffs (after 30 s of waiting).",
                "Agent 1002 was free too: does not have what the call needs.",
                "Call 01234567 was further ahead: the agent is kept for calls of higher priority.",
                "Rules of version 7, order most skilled.",
            ],
            line.Details.Items.Select(detail => detail.En));
        Assert.Equal("来电 01234567 排在前面：坐席为高优先级来电保留。", line.Details.Items[3].Zh);
    }

    [Theory]
    [InlineData(OfferCause.Preferred, "one whom it should rather have")]
    [InlineData(OfferCause.Picked, "picked by sue")]
    [InlineData(OfferCause.Taken, "the agent picked it for itself, as sue")]
    public void Who_led_to_it_is_told(OfferCause cause, string words) =>
        Assert.Contains($"agent 1001: {words} (", CallStory.Tell([Arrived(0)], [Offered(1, Plain with { Cause = cause, By = "sue" })])[1].En, StringComparison.Ordinal);

    /// <summary>Also at the same moment, and where another process's clock is a little behind.</summary>
    [Theory]
    [InlineData(10.25)]
    [InlineData(10.5)]
    [InlineData(3)]
    public void An_offer_comes_after_the_question_for_a_place_and_before_its_phone_is_called(double at)
    {
        var story = CallStory.Tell([Arrived(0), Entered(3), Requested(10.25), Answered(14)], [Offered(at, Plain)]);

        Assert.Equal(["calls 4000", "asks queue sales", "Queue sales offers", "is called", "answers"], story.Select((line, number) => new[] { "calls 4000", "asks queue sales", "Queue sales offers", "is called", "answers" }[number] is var part && line.En.Contains(part, StringComparison.Ordinal) ? part : line.En));
    }

    [Fact]
    public void What_a_queue_says_last_is_told_last()
    {
        var stay = ((CallEvent.QueueEntered)Entered(0)).Stay;
        var story = CallStory.Tell(
            [Arrived(0), Entered(0)],
            [new(Queue, new QueueEvent.PreferenceEnded(At(40), stay)), new(Queue, new QueueEvent.StayWidened(At(30), stay, TimeSpan.FromSeconds(30))), new(Queue, new QueueEvent.OfferFailed(At(35), new OfferId(stay, 2), OfferEnd.NotReserved, null))]);

        Assert.Equal(
            [
                "+30.000 s: It has waited 30 s in queue sales: more agents may take it now.",
                "+35.000 s: The agent was not free for offer 2 of queue sales; the call waits on in its place.",
                "+40.000 s: None of the agents it should rather have is here: queue sales may give it to any.",
            ],
            story[2..].Select(line => line.En));
    }

    [Fact]
    public void Only_what_the_call_does_not_tell_itself_belongs_to_its_story()
    {
        var stay = new StayId("c", 1);
        Assert.Equal("c", QueueStory.CallOf(new QueueEvent.OfferFailed(At(0), new OfferId(stay, 1), OfferEnd.NotReserved, null)));
        Assert.Null(QueueStory.CallOf(new QueueEvent.OfferFailed(At(0), new OfferId(stay, 1), OfferEnd.Missed, null)));
        Assert.Null(QueueStory.CallOf(new QueueEvent.StayEnded(At(0), stay, StayEnd.Lost, null, null)));
    }

    [Fact]
    public void Every_way_to_lose_and_every_order_has_words()
    {
        Assert.All(Enum.GetValues<LostBy>(), why => Assert.NotEqual(("lost", "未选中"), OfferWords.OfAgent(why)));
        Assert.All(Enum.GetValues<LostBy>(), why => Assert.NotEqual(("lost", "未选中"), OfferWords.OfCall(why)));
        Assert.All(RoutingShape.Orders.Items, order => Assert.NotEqual((order, order), OfferWords.Rule(order)));
    }

    [Fact]
    public void A_wait_is_explained_with_what_changes_it()
    {
        var wait = new WaitExplanation
        {
            Stay = new StayId("c", 1),
            Entered = At(0),
            SettingsVersion = 4,
            Cause = WaitCause.NobodyAble,
            Require = "english>=3",
            AgentsHere = 5,
            Ahead = 2,
            Next = new NextReach(At(30), "english", "", true, true),
        };

        Assert.Equal("Nobody of 5 agents who are here has what it needs: english>=3. Calls with its needs before it: 2. After 30 s in the queue it needs english.", WaitWords.En(wait));
        Assert.Equal("在班的 5 名坐席均不具备所需技能：english>=3。同类需求中前面还有 2 个来电。入队 30 秒后需要 english。", WaitWords.Zh(wait));
        Assert.Equal(
            "Those who are free (1) are kept for calls of higher priority. It is the first of those with its needs. After 60 s in the queue it may have agents kept in reserve.",
            WaitWords.En(wait with { Cause = WaitCause.Reserve, AgentsFree = 1, Ahead = 0, Next = new NextReach(At(60), "english>=3", "", true, true) }));
        Assert.All(Enum.GetValues<WaitCause>(), cause => Assert.DoesNotContain("It waits.", WaitWords.En(wait with { Cause = cause }), StringComparison.Ordinal));
        Assert.Equal("The phone of agent 1001 is called for it.", WaitWords.En(wait with { Cause = WaitCause.Offered, Offered = ActorId.Agent("demo", "1001") }));
    }
}
