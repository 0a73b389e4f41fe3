using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues.Waiting;

public sealed class ExpectedWaitTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly AgentProfile German = new() { Skills = [new SkillLevel("german", 50)] };

    [Fact]
    public void What_nobody_has_seen_is_unknown() => Assert.Null(Expected(Queue().Enqueue("a"), "a"));

    [Fact]
    public void Answers_of_calls_that_never_waited_say_nothing()
    {
        var queue = Queue();
        for (var call = 0; call < 10; call++)
        {
            queue.Available(Anna, call + 1).Enqueue($"c{call}").When(new C.RecordAnswered(Offer($"c{call}"))).After(Minute);
        }

        Assert.Null(Expected(queue.Enqueue("a"), "a"));
    }

    [Fact]
    public void One_answer_a_minute_is_a_minute_for_each_who_is_ahead_and_one_for_oneself()
    {
        var queue = OneAMinute(5);

        Assert.Equal([Minute, 2 * Minute, 3 * Minute], new[] { "w5", "w6", "w7" }.Select(call => Expected(queue, call)!.Value));
    }

    [Fact]
    public void Two_answers_are_too_few() => Assert.Null(Expected(OneAMinute(2), "w7"));

    [Fact]
    public void The_longer_nobody_is_answered_the_longer_it_is_expected_to_take()
    {
        var queue = OneAMinute(5);
        var before = Expected(queue, "w7")!.Value;

        Assert.InRange(Expected(queue.After(10 * Minute), "w7")!.Value, 2 * before, 4 * before);
    }

    [Fact]
    public void Who_gives_up_makes_the_wait_of_those_behind_shorter()
    {
        var queue = OneAMinute(5);
        var before = Expected(queue, "w7")!.Value;
        queue.When(new C.RecordStayEnded(Stay("w5"), StayEnd.AbandonedWaiting));
        var after = Expected(queue, "w7")!.Value;

        // One place less, and the next one ahead may give up as well.
        Assert.True(after < before - Minute);
    }

    [Fact]
    public void A_crowd_after_a_long_silence_is_a_new_one()
    {
        var queue = OneAMinute(5);
        foreach (var call in new[] { "w5", "w6", "w7" })
        {
            queue.When(new C.RecordStayEnded(Stay(call), StayEnd.Withdrawn));
        }

        Assert.Null(Expected(queue.After(Pace.RememberedMax + Minute).Enqueue("z"), "z"));
    }

    [Fact]
    public void Ringing_is_part_of_the_wait()
    {
        var queue = Queue();
        for (var call = 0; call < 8; call++)
        {
            queue.Enqueue($"w{call}");
        }

        for (var call = 0; call < 5; call++)
        {
            queue.After(TimeSpan.FromSeconds(50)).Available(Anna, call + 1).After(TimeSpan.FromSeconds(10)).When(new C.RecordAnswered(Offer($"w{call}")));
        }

        Assert.Equal(Minute + TimeSpan.FromSeconds(10), Expected(queue, "w5"));
    }

    [Fact]
    public void Each_need_has_its_own_pace()
    {
        var queue = Queue();
        for (var call = 10; call < 22; call++)
        {
            queue.Enqueue($"w{call}").When(new C.Enqueue(Stay($"g{call}"), Call($"g{call}") with { Needs = [new NeedStep(TimeSpan.Zero, "german")] }));
        }

        // Of three minutes Anna answers in two, whoever may have her; Bert, who is free in the third, has German and those who ask for it are first by name.
        for (var minute = 1; minute <= 15; minute++)
        {
            queue.After(Minute).When(minute % 3 == 0
                ? new C.RecordAgentAvailable(Bert, minute, IdleSince) { Profile = German }
                : new C.RecordAgentAvailable(Anna, minute, IdleSince));
            var (offer, _) = Assert.Single(queue.Events.OfType<E.OfferMade>().Select(made => (made.Offer, made.Agent)));
            Assert.StartsWith(minute % 3 == 0 ? "g" : "w", offer.Stay.Call, StringComparison.Ordinal);
            queue.When(new C.RecordAnswered(offer));
        }

        Assert.Equal(3 * Minute, Expected(queue, "g15"));
        Assert.InRange(Expected(queue, "w20")!.Value, 1.4 * Minute, 1.6 * Minute);
    }

    [Fact]
    public void What_was_foreseen_at_entry_stands_in_the_entry_and_in_the_answer()
    {
        var queue = OneAMinute(5).Enqueue("z", arrived: Noon.AddMinutes(30));
        var queued = Assert.IsType<E.CallQueued>(Assert.Single(queue.Events));
        Assert.Equal(4 * Minute, queued.Expected);

        foreach (var call in new[] { "w5", "w6", "w7" })
        {
            queue.When(new C.RecordStayEnded(Stay(call), StayEnd.Withdrawn));
        }

        queue.After(3 * Minute).Available(Anna, 100).When(new C.RecordAnswered(Offer("z")));
        Assert.Equal(new Forecast(queued.At, 4 * Minute), Assert.IsType<E.CallAnswered>(Assert.Single(queue.Events)).Forecast);
    }

    [Fact]
    public void A_call_that_is_offered_at_once_is_not_foreseen()
    {
        var queue = OneAMinute(5);
        foreach (var call in new[] { "w5", "w6", "w7" })
        {
            queue.When(new C.RecordStayEnded(Stay(call), StayEnd.Withdrawn));
        }

        Assert.Null(Assert.IsType<E.CallQueued>(queue.Available(Anna, 100).Enqueue("z").Events[0]).Expected);
    }

    [Fact]
    public void A_long_line_is_summed_as_exactly_as_a_short_one()
    {
        var pace = new Pace(Noon) { Seen = Pace.SeenMin, Answers = 20, Busy = 100, HangUps = 5, Waited = 5_000 };

        Assert.All(new[] { 31, 32, 100, 1_000 }, ahead =>
            Assert.Equal(Enumerable.Range(0, ahead + 1).Sum(i => 1 / (0.2 + i * 0.001)), pace.Expected(ahead)!.Value.TotalSeconds, 0.51));
        Assert.Equal(TimeSpan.FromSeconds(5 * 1_001), (pace with { HangUps = 0 }).Expected(1_000));
        Assert.Equal(Pace.ExpectedMax, (pace with { Busy = 1e9 }).Expected(1_000));
    }

    [Fact]
    public void Of_many_needs_the_quietest_is_forgotten()
    {
        var queue = Queue();
        for (var need = 0; need <= 80; need++)
        {
            queue.After(TimeSpan.FromSeconds(1)).When(new C.Enqueue(Stay($"c{need}"), Call($"c{need}") with { Needs = [new NeedStep(TimeSpan.Zero, $"skill{need}")] }));
        }

        Assert.Equal(64, queue.State.Paces.Count);
        Assert.Contains("skill80", queue.State.Paces.Keys);
        Assert.DoesNotContain("skill0", queue.State.Paces.Keys);
    }

    private static TimeSpan? Expected(QueueScenario queue, string call) => ExpectedWait.Of(queue.State, queue.State.Stays[Stay(call)], queue.Now);

    /// <summary>Eight wait since noon, w0 to w7; of these, the first so many were answered, one a minute, without ringing.</summary>
    private static QueueScenario OneAMinute(int answers)
    {
        var queue = Queue();
        for (var call = 0; call < 8; call++)
        {
            queue.Enqueue($"w{call}");
        }

        for (var call = 0; call < answers; call++)
        {
            queue.After(Minute).Available(Anna, call + 1).When(new C.RecordAnswered(Offer($"w{call}")));
        }

        return queue;
    }
}
