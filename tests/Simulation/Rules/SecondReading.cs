using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Reports;
using F = CallCenter.Actors.Reports.Figure;

namespace CallCenter.Simulation.Rules;

/// <summary>The sums of a run, read from its events in the plainest way, without any view: what the figures of reports have to say.</summary>
internal sealed class SecondReading
{
    private readonly SortedDictionary<(FigureOf Of, F Figure), long> sums = [];
    private readonly Dictionary<StayId, DateTimeOffset> waiting = [];
    private readonly Dictionary<OfferId, Talk> talks = [];
    private readonly Dictionary<(string Call, int Leg), OfferId> legs = [];
    private readonly HashSet<OfferId> made = [];
    private readonly SortedDictionary<F, long> madeSums = [];
    private readonly HashSet<string> consulting = new(StringComparer.Ordinal);
    private readonly Dictionary<OfferId, DateTimeOffset> wrapUps = [];
    private readonly Dictionary<(string Agent, OfferId Offer), DateTimeOffset> reserved = [];

    private readonly Dictionary<(string Call, int Leg), (string Trunk, bool IsIn)> trunks = [];
    private readonly SortedDictionary<(string Call, int Leg), DateTimeOffset> lines = [];

    /// <summary>What agents' parts in calls that they made add up to: those are of no queue.</summary>
    public long Made(F figure) => madeSums.GetValueOrDefault(figure);

    public IEnumerable<(FigureOf Of, F Figure, long Expected)> Sums => sums.Select(sum => (sum.Key.Of, sum.Key.Figure, sum.Value));

    public void Read(ActorId stream, object @event)
    {
        switch (@event)
        {
            case QueueEvent.CallQueued e:
                waiting[e.Stay] = e.At;
                Add(FigureOf.Queue, F.Entered, 1);
                break;
            case QueueEvent.CallTurnedAway { End: StayEnd.Refused }:
                Add(FigureOf.Queue, F.Refused, 1);
                break;
            case QueueEvent.CallTurnedAway e:
                waiting[e.Stay] = e.At;
                Add(FigureOf.Queue, F.Entered, 1);
                Left(e.Stay, e.End, e.At);
                break;
            case QueueEvent.StayBarred e:
                waiting[e.Stay] = e.At;
                Add(FigureOf.Queue, F.Entered, 1);
                Left(e.Stay, e.End, e.At);
                break;
            case QueueEvent.CallAnswered e:
                Left(e.Offer.Stay, StayEnd.Answered, e.At);
                break;
            case QueueEvent.StayEnded e:
                Left(e.Stay, e.End, e.At);
                break;
            case CallEvent e:
                ReadLines(stream.Key, e);
                Read(stream.Key, e);
                break;
            case AgentEvent e:
                Read(stream.Key, e);
                break;
            default:
                break;
        }
    }

    private void Read(string call, CallEvent @event)
    {
        switch (@event)
        {
            case CallEvent.CallArrived { Arrival.Outbound: null }:
                Add(FigureOf.Number, F.Calls, 1);
                break;
            case CallEvent.LegAnswered { Offer: { } offer } e:
                legs[(call, e.Leg)] = offer;
                talks[offer] = new Talk(e.At, consulting.Contains(call));
                break;
            case CallEvent.CustomerAnswered e:
                legs[(call, OutboundOrder.AgentLeg)] = e.Offer;
                talks[e.Offer] = new Talk(e.At, consulting.Contains(call));
                made.Add(e.Offer);
                break;
            case CallEvent.CallHeld e:
                talks.GetValueOrDefault(e.Offer)?.Turn(e.At, consulting.Contains(call), desk: true, null);
                break;
            case CallEvent.CallRetrieved e:
                talks.GetValueOrDefault(e.Offer)?.Turn(e.At, consulting.Contains(call), desk: false, null);
                break;
            case CallEvent.LegMediaChanged { Media: { } media } e when legs.TryGetValue((call, e.Leg), out var offer):
                talks.GetValueOrDefault(offer)?.Turn(e.At, consulting.Contains(call), null, phone: media.Direction is MediaDirection.SendOnly or MediaDirection.Inactive);
                break;
            case CallEvent.LegUpdated { Media: { } media } e when legs.TryGetValue((call, e.Leg), out var updated):
                talks.GetValueOrDefault(updated)?.Turn(e.At, consulting.Contains(call), null, phone: media.Direction is MediaDirection.SendOnly or MediaDirection.Inactive);
                break;
            case CallEvent.ConsultStarted e:
                consulting.Add(call);
                talks.GetValueOrDefault(e.Offer)?.Consult(e.At, isConsulting: true, isHeld: false);
                break;
            case CallEvent.ConsultSwitched e:
                Of(call).First().Consult(e.At, !e.ToCaller, isHeld: false);
                break;
            case CallEvent.ConsultEnded e:
                consulting.Remove(call);
                Of(call).ToList().ForEach(talk => talk.Consult(e.At, isConsulting: false, e.IsHeld));
                break;
            case CallEvent.AgentSegmentEnded e when talks.Remove(e.Offer, out var talk):
                talk.Run(e.At);
                AddPart(e.Offer, F.Segments, 1);
                AddPart(e.Offer, F.Transferred, e.End == SegmentEnd.Transferred ? 1 : 0);
                AddPart(e.Offer, F.Talk, (long)talk.Talked.TotalMilliseconds);
                AddPart(e.Offer, F.Hold, (long)talk.Held.TotalMilliseconds);
                AddPart(e.Offer, F.Consult, (long)talk.Consulted.TotalMilliseconds);
                break;
            default:
                break;
        }
    }

    private void Read(string agent, AgentEvent @event)
    {
        switch (@event)
        {
            case AgentEvent.Reserved e:
                reserved[(agent, e.Offer)] = e.At;
                break;
            case AgentEvent.Answered e when reserved.Remove((agent, e.Offer), out var since):
                Offered(F.OffersAnswered, since, e.At);
                break;
            case AgentEvent.OfferEnded e when reserved.Remove((agent, e.Offer), out var since):
                Offered(e.End switch
                {
                    OfferEnd.Missed => F.OffersMissed,
                    OfferEnd.Declined => F.OffersDeclined,
                    OfferEnd.PhoneUnreachable => F.OffersUnreachable,
                    OfferEnd.CallerHungUp => F.OffersCallerHungUp,
                    _ => F.OffersOtherwise,
                }, since, e.At);
                break;
            case AgentEvent.WrapUpStarted e:
                wrapUps[e.Offer] = e.At;
                break;
            case AgentEvent.WrapUpEnded e when wrapUps.Remove(e.Offer, out var started):
                AddPart(e.Offer, F.WrapUp, Milliseconds(started, e.At));
                break;
            default:
                break;
        }
    }

    /// <summary>What carriers charge for: from an answer to the hang-up of either side, at the latest to the end of the call.</summary>
    private void ReadLines(string call, CallEvent @event)
    {
        switch (@event)
        {
            case CallEvent.CallArrived { Arrival: { Outbound: null, Trunk: { } trunk } }:
                trunks[(call, 0)] = (trunk, true);
                break;
            case CallEvent.LegRequested { Way: { } way } e:
                trunks[(call, e.Leg)] = (way.Trunk, false);
                break;
            case CallEvent.CallerAnswered e:
                LineAnswered(call, e.Leg, e.At);
                break;
            case CallEvent.CustomerAnswered e:
                LineAnswered(call, 0, e.At);
                break;
            case CallEvent.AgentConnected e:
                LineAnswered(call, e.Leg, e.At);
                break;
            case CallEvent.LegAnswered e:
                LineAnswered(call, e.Leg, e.At);
                break;
            case CallEvent.LateAnswerEnded e:
                LineAnswered(call, e.Leg, e.At);
                LineEnded(call, e.Leg, e.At);
                break;
            case CallEvent.LegReleased e:
                LineEnded(call, e.Leg, e.At);
                break;
            case CallEvent.LegClosed e:
                LineEnded(call, e.Leg, e.At);
                break;
            case CallEvent.LegFailed e:
                LineEnded(call, e.Leg, e.At);
                break;
            case CallEvent.CallEnded e:
                lines.Keys.Where(line => line.Call == call).ToList().ForEach(line => LineEnded(call, line.Leg, e.At));
                break;
            default:
                break;
        }
    }

    private void LineAnswered(string call, int leg, DateTimeOffset at)
    {
        if (trunks.ContainsKey((call, leg)))
        {
            lines.TryAdd((call, leg), at);
        }
    }

    private void LineEnded(string call, int leg, DateTimeOffset at)
    {
        if (lines.Remove((call, leg), out var answered) && trunks.Remove((call, leg), out var line))
        {
            var seconds = Milliseconds(answered, at) / 1000.0;
            Add(FigureOf.Trunk, line.IsIn ? F.TrunkCallsIn : F.TrunkCallsOut, 1);
            Add(FigureOf.Trunk, line.IsIn ? F.TrunkTimeIn : F.TrunkTimeOut, Milliseconds(answered, at));
            Add(FigureOf.Trunk, (line.IsIn ? F.BilledIn : F.BilledOut) + 1, 6_000 * (long)Math.Max(1, Math.Ceiling(seconds / 6)));
            Add(FigureOf.Trunk, (line.IsIn ? F.BilledIn : F.BilledOut) + 4, 60_000 * (long)Math.Max(1, Math.Ceiling(seconds / 60)));
        }
    }

    private void Offered(F figure, DateTimeOffset since, DateTimeOffset at)
    {
        Add(FigureOf.Agent, F.Offers, 1);
        Add(FigureOf.Agent, figure, 1);
        Add(FigureOf.Agent, F.OfferTime, Milliseconds(since, at));
    }

    private void Left(StayId stay, StayEnd end, DateTimeOffset at)
    {
        if (!waiting.Remove(stay, out var entered))
        {
            return;
        }

        var (figure, wait) = end switch
        {
            StayEnd.Answered => (F.Answered, F.WaitOfAnswered),
            StayEnd.AbandonedWaiting => (F.AbandonedWaiting, F.WaitOfAbandoned),
            StayEnd.AbandonedRinging => (F.AbandonedRinging, F.WaitOfAbandoned),
            StayEnd.OverflowedToQueue => (F.OverflowedToQueue, F.WaitOfOthers),
            StayEnd.OverflowedToNumber => (F.OverflowedToNumber, F.WaitOfOthers),
            StayEnd.Withdrawn => (F.Withdrawn, F.WaitOfOthers),
            StayEnd.Redirected => (F.Redirected, F.WaitOfOthers),
            StayEnd.Refused => (F.RefusedAfterEntry, F.WaitOfOthers),
            _ => (F.Lost, F.WaitOfOthers),
        };
        Add(FigureOf.Queue, figure, 1);
        Add(FigureOf.Queue, wait, Milliseconds(entered, at));
    }

    /// <summary>The parts of this call that last, in the order in which they began.</summary>
    private IEnumerable<Talk> Of(string call) => talks.Where(talk => talk.Key.Stay.Call == call).OrderBy(talk => talk.Value.Number).Select(talk => talk.Value);

    private void AddPart(OfferId offer, F figure, long amount)
    {
        Add(FigureOf.Agent, figure, amount);
        if (made.Contains(offer))
        {
            madeSums[figure] = madeSums.GetValueOrDefault(figure) + amount;
        }
    }

    private void Add(FigureOf of, F figure, long amount) => sums[(of, figure)] = sums.GetValueOrDefault((of, figure)) + amount;

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, to.ToUnixTimeMilliseconds() - from.ToUnixTimeMilliseconds());
}

/// <summary>One agent's part of a call, while it lasts: held as long as its desktop or its phone holds, but for consultations.</summary>
internal sealed class Talk(DateTimeOffset began, bool isConsulting)
{
    private static long last;
    private DateTimeOffset since = began;
    private bool consulting = isConsulting;
    private bool held;
    private bool desk;
    private bool phone;

    /// <summary>Parts that began later have greater ones.</summary>
    public long Number { get; } = Interlocked.Increment(ref last);

    public TimeSpan Talked { get; private set; }

    public TimeSpan Held { get; private set; }

    public TimeSpan Consulted { get; private set; }

    public void Turn(DateTimeOffset at, bool callConsults, bool? desk, bool? phone)
    {
        (this.desk, this.phone) = (desk ?? this.desk, phone ?? this.phone);
        if (!callConsults && held != (this.desk || this.phone))
        {
            Run(at);
            held = !held;
        }
    }

    public void Consult(DateTimeOffset at, bool isConsulting, bool isHeld)
    {
        Run(at);
        (consulting, held) = (isConsulting, isHeld);
    }

    public void Run(DateTimeOffset at)
    {
        var ran = at > since ? at - since : TimeSpan.Zero;
        (Consulted, Held, Talked) = consulting ? (Consulted + ran, Held, Talked) : held ? (Consulted, Held + ran, Talked) : (Consulted, Held, Talked + ran);
        since = at;
    }
}
