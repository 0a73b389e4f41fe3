using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues.Waiting;

/// <summary>What a queue tells those who wait in it, and when it rather says nothing.</summary>
public sealed class AnnouncingTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly AnnounceRule Places = new() { Position = true };
    private static readonly AnnounceRule Waits = new() { ExpectedWait = true };

    [Fact]
    public void A_queue_without_a_rule_announces_nothing() => Queue().Enqueue("a").OwesOnly();

    [Fact]
    public void A_caller_is_told_its_place_first_after_a_while_and_then_from_time_to_time()
    {
        var queue = Telling(Places).Enqueue("a").Enqueue("b").OwesOnly("announce/1/a.1", "announce/1/b.1")
            .Owes(new Duty.Wake("announce/1/b.1", Noon + First, new C.AnnounceWait(Stay("b"), 1)));

        queue.When(new C.AnnounceWait(Stay("b"), 1)).ThenAlreadySo().After(First).When(new C.AnnounceWait(Stay("b"), 1))
            .Then(new E.Announced(Noon + First, Stay("b"), 1, new Announcement(null, 2, null)))
            .Owes(new Duty.Deliver("say/1/b.1", Call("b").Call, new CallCommand.Announce(Stay("b"), 1, new Announcement(null, 2, null), Noon + First)))
            .Owes(new Duty.Wake("announce/2/b.1", Noon + First + Every, new C.AnnounceWait(Stay("b"), 2)));
    }

    [Fact]
    public void A_place_that_became_worse_is_not_said_and_one_that_is_as_good_is()
    {
        var queue = Telling(Places).Enqueue("b");
        Assert.Equal(1, Said(queue, "b", 1)!.Position);

        queue.Enqueue("a", priority: 5);
        queue.After(Every).When(new C.AnnounceWait(Stay("b"), 2)).Then(new E.NothingAnnounced(queue.Now, Stay("b"), 2));

        queue.When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting));
        Assert.Equal(1, Said(queue, "b", 3)!.Position);
    }

    [Fact]
    public void A_caller_that_comes_from_another_queue_is_told_no_worse_place_than_there()
    {
        var queue = Telling(Places).Enqueue("a").Enqueue("b").When(new C.Enqueue(Stay("c"), Call("c") with { ToldPosition = 2 }));
        Assert.Null(Said(queue, "c", 1));

        queue.When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting));
        Assert.Equal(2, Said(queue, "c", 2)!.Position);
    }

    [Fact]
    public void Places_are_said_again_only_when_they_changed_as_much_as_the_queue_asks()
    {
        var queue = Telling(Places with { ChangeMin = 2 }).Enqueue("a").Enqueue("b").Enqueue("c");
        Assert.Equal(3, Said(queue, "c", 1)!.Position);

        queue.When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting));
        Assert.Null(Said(queue, "c", 2));

        queue.When(new C.RecordStayEnded(Stay("b"), StayEnd.AbandonedWaiting));
        Assert.Equal(1, Said(queue, "c", 3)!.Position);
    }

    [Fact]
    public void Places_far_behind_are_not_said()
    {
        var queue = Telling(Places);
        for (var call = 0; call <= Announcement.PositionMax; call++)
        {
            queue.Enqueue($"c{call:D3}");
        }

        Assert.Null(Said(queue, "c099", 1));
        queue.When(new C.RecordStayEnded(Stay("c000"), StayEnd.AbandonedWaiting));
        Assert.Equal(99, Said(queue, "c099", 2)!.Position);
    }

    [Fact]
    public void Nothing_is_said_while_a_phone_rings_and_what_came_due_meanwhile_is_said_when_it_rang_in_vain()
    {
        var queue = Telling(Places with { Comfort = ["patience"] }).Enqueue("a").After(First).When(new C.AnnounceWait(Stay("a"), 1)).Available(Anna)
            .OwesOnly("reserve/a.1.1", "offer/a.1.1").After(Every).When(new C.AnnounceWait(Stay("a"), 2)).ThenAlreadySo();

        queue.When(new C.RecordOfferFailed(Offer("a"), OfferEnd.NotReserved))
            .Owes(new Duty.Wake("announce/2/a.1", Noon + First + Every, new C.AnnounceWait(Stay("a"), 2)));
    }

    [Fact]
    public void Comforts_take_turns()
    {
        var queue = Telling(new AnnounceRule { Comfort = ["patience", "web"], Language = Language.Zh, Voice = "li-na" }).Enqueue("a");

        Assert.Equal(["patience", "web", "patience"], Enumerable.Range(1, 3).Select(number => Said(queue, "a", number)!.Comfort));
        Assert.Equal(new Announcement("web", null, null) { Language = Language.Zh, Voice = "li-na" }, Said(queue, "a", 4));
    }

    [Fact]
    public void A_wait_is_told_as_a_range_and_what_was_behind_it_is_remembered()
    {
        var queue = OneAMinute(Waits);
        var announced = Assert.IsType<E.Announced>(Assert.Single(queue.When(new C.AnnounceWait(Stay("w6"), 1)).Events));

        Assert.Equal((WaitRange.TwoToFiveMinutes, 2 * Minute), (announced.What.Wait, announced.Expected));
        Assert.Equal(new Forecast(queue.Now, 2 * Minute) { IsTold = true }, queue.State.Stays[Stay("w6")].Forecast);
    }

    [Fact]
    public void A_wait_that_is_unknown_is_not_told() => Assert.Null(Said(Telling(Waits).Enqueue("a"), "a", 1));

    [Fact]
    public void A_longer_wait_is_told_only_once_the_one_told_before_is_over()
    {
        var queue = OneAMinute(Waits).When(new C.AnnounceWait(Stay("w5"), 1));
        Assert.Equal(WaitRange.OneToTwoMinutes, Assert.IsType<E.Announced>(Assert.Single(queue.Events)).What.Wait);

        // Nobody is answered for ten minutes: what was told may come true for two of them.
        for (var caller = 0; caller < 5; caller++)
        {
            queue.Enqueue($"v{caller}", priority: 9);
        }

        Assert.Null(Said(queue, "w5", 2));
        Assert.Equal(WaitRange.FiveToTenMinutes, Said(queue.After(Minute), "w5", 3)!.Wait);
    }

    [Fact]
    public void Who_hears_nothing_is_told_nothing() =>
        Telling(Places).When(new C.Enqueue(Stay("a"), Call("a") with { CannotHear = true })).OwesOnly();

    [Fact]
    public void A_rule_that_is_gone_says_no_more() =>
        Telling(Places).Enqueue("a").After(First).When(new C.Configure(2, Settings)).When(new C.AnnounceWait(Stay("a"), 1))
            .Then(new E.NothingAnnounced(Noon + First, Stay("a"), 1)).OwesOnly();

    [Fact]
    public void Whoever_asks_is_told_place_and_wait_of_a_call_that_waits()
    {
        var queue = OneAMinute(Waits).When(new C.Foretell(Stay("w6"))).ThenAlreadySo();
        Assert.Equal(new WaitForecast(2, 2 * Minute), queue.Reply);

        queue.Available(Anna, 99).When(new C.Foretell(Stay("w5")));
        Assert.Equal(new WaitForecast(null, null), queue.Reply);
        queue.When(new C.Foretell(Stay("nobody"))).ThenRefused(Refusal.StayUnknown);
    }

    private static QueueScenario Telling(AnnounceRule rule) => Queue(Settings with { Announce = rule });

    /// <summary>The announcement of this number, once its time has come; null: there was nothing to say.</summary>
    private static Announcement? Said(QueueScenario queue, string call, int number)
    {
        queue.After(number == 1 ? First : Every).When(new C.AnnounceWait(Stay(call), number));
        return Assert.Single(queue.Events) switch
        {
            E.Announced e => e.What,
            E.NothingAnnounced => null,
            var other => throw new Xunit.Sdk.XunitException($"{other}"),
        };
    }

    /// <summary>Eight have waited since noon; five were answered, one a minute. The time of the first announcement of the others has come.</summary>
    private static QueueScenario OneAMinute(AnnounceRule rule)
    {
        var queue = Telling(rule);
        for (var call = 0; call < 8; call++)
        {
            queue.Enqueue($"w{call}");
        }

        for (var call = 0; call < 5; call++)
        {
            queue.After(Minute).Available(Anna, call + 1).When(new C.RecordAnswered(Offer($"w{call}")));
        }

        return queue;
    }
}
