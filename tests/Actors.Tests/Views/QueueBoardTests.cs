using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Views.Told;

namespace CallCenter.Actors.Tests.Views;

public sealed class QueueBoardTests
{
    private static readonly QueueSettings Settings = new() { Name = "Sales", ServiceLevel = TimeSpan.FromSeconds(15), ShortAbandon = TimeSpan.FromSeconds(5) };

    private sealed class Board
    {
        public QueueWaiting State { get; private set; } = QueueBoard.Apply(QueueBoard.Empty("demo", "sales"), new QueueEvent.QueueConfigured(At(0), 1, Settings), _ => throw new InvalidOperationException()).State;

        public Dictionary<DateOnly, QueueDay> Days { get; } = [];

        public Board Tell(QueueEvent @event)
        {
            var change = QueueBoard.Apply(State, @event, day => Days.GetValueOrDefault(day) ?? new QueueDay("demo", "sales", day));
            State = change.State;
            if (change.Day is { } day)
            {
                Days[day.Day] = day;
            }

            return this;
        }

        public Board Wait(int call, double entered, double left, StayEnd end) =>
            Enter(call, entered).Tell(end == StayEnd.Answered
                ? new QueueEvent.CallAnswered(At(left), new OfferId(StayOf(call), 1), Wei)
                : new QueueEvent.StayEnded(At(left), StayOf(call), end, null, null));

        public Board Enter(int call, double entered) => Tell(new QueueEvent.CallQueued(At(entered), StayOf(call), Queued(entered)));
    }

    private static StayId StayOf(int call) => new($"{call:d32}", 1);

    [Fact]
    public void The_service_level_is_answered_within_T_over_what_should_have_been_answered()
    {
        var board = new Board()
            .Wait(1, 0, 10, StayEnd.Answered).Wait(2, 0, 15, StayEnd.Answered).Wait(3, 0, 16, StayEnd.Answered)
            .Wait(4, 0, 5, StayEnd.AbandonedWaiting).Wait(5, 0, 60, StayEnd.AbandonedRinging)
            .Wait(6, 0, 30, StayEnd.OverflowedToQueue).Wait(7, 0, 1, StayEnd.Withdrawn);
        var day = Assert.Single(board.Days.Values);

        Assert.Equal((7, 3, 2, 2, 1, 1), (day.Entered, day.Answered, day.AnsweredWithin, day.Abandoned, day.ShortAbandoned, day.Overflowed));
        Assert.Equal(2d / (3 + 2 - 1 + 1), day.ServiceLevel);
        Assert.Equal(TimeSpan.FromSeconds(60), day.LongestWait);
    }

    [Fact]
    public void Nothing_answered_and_nothing_lost_has_no_service_level() => Assert.Null(new QueueDay("demo", "sales", default).ServiceLevel);

    [Fact]
    public void What_entered_either_waits_or_left_one_way()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var (random, board) = (new Random(seed), new Board());
            var ends = Enum.GetValues<StayEnd>().Where(end => end != StayEnd.Refused).ToArray();
            for (var call = 1; call <= 50; call++)
            {
                _ = random.Next(3) switch
                {
                    0 => board.Enter(call, call),
                    1 => board.Wait(call, call, call + random.Next(40), ends[random.Next(ends.Length)]),
                    _ => board.Tell(new QueueEvent.CallTurnedAway(At(call), StayOf(call), Queued(call), LeaveReason.QueueFull, random.Next(2) == 0 ? StayEnd.Refused : StayEnd.OverflowedToQueue, null)),
                };
            }

            var day = Assert.Single(board.Days.Values);
            Assert.Equal(day.Entered, day.Answered + day.Abandoned + day.Overflowed + day.Withdrawn + day.Redirected + day.Lost + board.State.Waiting.Count);
            Assert.Equal(50, day.Entered + day.Refused);
        }
    }

    [Fact]
    public void A_ringing_call_still_waits()
    {
        var board = new Board().Enter(1, 0).Enter(2, 3).Tell(new QueueEvent.OfferMade(At(5), new OfferId(StayOf(1), 1), Wei, 1, At(25), new OfferReason("longest-idle", 1, 2, At(0), 1)));
        Assert.Equal((2, 1, At(0)), (board.State.Waiting.Count, board.State.Offering, board.State.LongestWaitSince!.Value));

        board.Tell(new QueueEvent.OfferFailed(At(25), new OfferId(StayOf(1), 1), OfferEnd.Missed, null));
        Assert.Equal((2, 0), (board.State.Waiting.Count, board.State.Offering));

        board.Tell(new QueueEvent.CallAnswered(At(30), new OfferId(StayOf(1), 2), Wei));
        Assert.Equal((1, At(3)), (board.State.Waiting.Count, board.State.LongestWaitSince!.Value));
    }

    [Fact]
    public void An_outcome_belongs_to_the_day_in_which_the_stay_entered()
    {
        var midnight = (Start.Date.AddDays(1) - Start.DateTime).TotalSeconds;
        var board = new Board().Wait(1, midnight - 10, midnight + 10, StayEnd.Answered);

        Assert.Equal((DateOnly.FromDateTime(Start.DateTime), 1), (Assert.Single(board.Days).Key, board.Days.Values.Single().Answered));
    }

    [Fact]
    public void A_queue_is_the_same_from_its_rows()
    {
        var board = new Board().Enter(1, 0).Enter(2, 3).Wait(3, 4, 9, StayEnd.Answered)
            .Tell(new QueueEvent.OfferMade(At(5), new OfferId(StayOf(1), 1), Wei, 1, At(25), new OfferReason("longest-idle", 1, 2, At(0), 1)));

        var loaded = QueueWaiting.From(board.State.Row, board.State.Waiting.Values);

        Assert.Equal(board.State.Order, loaded.Order);
        Assert.Equal((board.State.Row, board.State.Offering, board.State.LongestWaitSince), (loaded.Row, loaded.Offering, loaded.LongestWaitSince));
    }
}
