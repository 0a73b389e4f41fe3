using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Views.Told;

namespace CallCenter.Actors.Tests.Views;

public sealed class AgentBoardTests
{
    private static readonly AgentSettings Settings = new() { Name = "Li Wei", Team = "inbound", Phone = "6001", Queues = ["sales", "support"] };
    private static readonly PhoneTarget Phone = new("6001", "sip:6001@127.0.0.1:7000", [], null);
    private static readonly OfferRules Rules = new(TimeSpan.FromSeconds(30), 2, false);

    private static AgentEvent[] Shift =>
    [
        new AgentEvent.AgentConfigured(At(0), 1, Settings), new AgentEvent.SignedIn(At(10), "6001", 1), new AgentEvent.PhoneChanged(At(10), "6001", 1, Phone),
        new AgentEvent.BecameReady(At(20)), new AgentEvent.Reserved(At(30), Offer, Sales, Queued(0), At(50), Rules), new AgentEvent.RingAccepted(At(30), Offer),
        new AgentEvent.Rang(At(31), Offer), new AgentEvent.Answered(At(35), Offer), new AgentEvent.Held(At(40), Offer, 1), new AgentEvent.Retrieved(At(45), Offer, 2),
        new AgentEvent.NotReadyRequested(At(50), "break"), new AgentEvent.WrapUpStarted(At(60), Offer, SegmentEnd.ReleasedByCaller, At(90)),
        new AgentEvent.WrapUpEnded(At(90), Offer), new AgentEvent.BecameNotReady(At(90), "break"), new AgentEvent.SignedOut(At(120)),
    ];

    private static (AgentRow Row, List<AgentInterval> Intervals) Fold(IEnumerable<AgentEvent> events)
    {
        var (row, intervals) = (AgentBoard.Empty("demo", "1001"), new List<AgentInterval>());
        foreach (var e in events)
        {
            (row, var closed) = AgentBoard.Apply(row, Wei, e);
            intervals.AddRange(closed is null ? [] : [closed]);
        }

        return (row, intervals);
    }

    [Theory]
    [InlineData(1, AgentActivity.SignedOut)]
    [InlineData(2, AgentActivity.NotReady)]
    [InlineData(4, AgentActivity.Ready)]
    [InlineData(5, AgentActivity.Reserved)]
    [InlineData(7, AgentActivity.Ringing)]
    [InlineData(8, AgentActivity.Talking)]
    [InlineData(9, AgentActivity.Holding)]
    [InlineData(10, AgentActivity.Talking)]
    [InlineData(12, AgentActivity.WrapUp)]
    [InlineData(14, AgentActivity.NotReady)]
    [InlineData(15, AgentActivity.SignedOut)]
    public void Each_event_leads_to_its_state(int events, AgentActivity expected) => Assert.Equal(expected, Fold(Shift.Take(events)).Row.Phase);

    [Fact]
    public void The_intervals_of_a_session_tile_it_to_the_millisecond()
    {
        var intervals = Fold(Shift).Intervals;

        Assert.Equal(At(10), intervals[0].From);
        Assert.Equal(At(120), intervals[^1].To);
        Assert.All(intervals.Zip(intervals.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal(TimeSpan.FromSeconds(110), intervals.Aggregate(TimeSpan.Zero, (sum, interval) => sum + (interval.To - interval.From)));
        Assert.Equal(Enumerable.Range(1, intervals.Count), intervals.Select(interval => interval.Number));
        Assert.DoesNotContain(intervals, interval => interval.Phase == AgentActivity.SignedOut);
    }

    [Fact]
    public void Any_order_of_events_tiles_every_session()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var at = 0d;
            var events = Enumerable.Range(0, 60).Select(_ => Shift[random.Next(Shift.Length)] with { At = At(at += random.Next(-3, 10)) });
            var intervals = Fold(events).Intervals;

            Assert.All(intervals, interval => Assert.True(interval.To > interval.From, $"seed {seed}: {interval}"));
            Assert.All(intervals.Zip(intervals.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"seed {seed}: {pair}"));
        }
    }

    [Fact]
    public void A_ready_agent_without_its_phone_is_in_error_and_comes_back_with_it()
    {
        var row = Fold([.. Shift.Take(4), new AgentEvent.PhoneFailed(At(25), Offer)]).Row;
        Assert.Equal(AgentActivity.Error, row.Phase);

        var (back, closed) = AgentBoard.Apply(row, Wei, new AgentEvent.PhoneChanged(At(28), "6001", 2, Phone));
        Assert.Equal((AgentActivity.Ready, AgentActivity.Error, At(28)), (back.Phase, closed!.Phase, back.Since));
    }

    [Fact]
    public void A_requested_state_shows_and_goes_when_it_comes_true()
    {
        Assert.Equal(AgentWish.NotReady, Fold(Shift.Take(11)).Row.Requested);
        Assert.Equal((null, "break"), (Fold(Shift.Take(14)).Row.Requested, Fold(Shift.Take(14)).Row.Reason));
    }

    [Fact]
    public void An_agent_that_left_the_configuration_is_shown_until_it_is_signed_out()
    {
        var gone = new AgentEvent.AgentConfigured(At(55), 2, null);

        Assert.True(Fold([.. Shift.Take(10), gone]).Row.IsShown);
        Assert.False(Fold([.. Shift, gone]).Row.IsShown);
    }

    [Fact]
    public void The_counts_of_a_queue_are_the_sum_of_its_agents_changes()
    {
        var (row, counts) = (AgentBoard.Empty("demo", "1001"), new Dictionary<string, StaffCount>(StringComparer.Ordinal));
        foreach (var e in Shift)
        {
            var (next, _) = AgentBoard.Apply(row, Wei, e);
            foreach (var (queue, difference) in QueueStaff.Difference(row, next))
            {
                counts[queue] = counts.GetValueOrDefault(queue, StaffCount.None) + difference;
            }

            row = next;
            Assert.All(counts, pair => Assert.Equal(QueueStaff.Of(row, pair.Key), pair.Value));
        }

        Assert.Equal(StaffCount.None, counts["sales"]);
    }
}
