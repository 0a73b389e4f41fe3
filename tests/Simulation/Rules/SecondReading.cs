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
    private readonly Dictionary<(string Call, int Leg), Talk> talks = [];
    private readonly Dictionary<OfferId, DateTimeOffset> wrapUps = [];
    private readonly Dictionary<(string Agent, OfferId Offer), DateTimeOffset> reserved = [];

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
            case CallEvent.CallArrived:
                Add(FigureOf.Number, F.Calls, 1);
                break;
            case CallEvent.LegAnswered { Offer: not null } e:
                talks[(call, e.Leg)] = new Talk(e.At);
                break;
            case CallEvent.CallHeld e:
                Talk(call, e.Leg)?.Turn(e.At, desk: true, null);
                break;
            case CallEvent.CallRetrieved e:
                Talk(call, e.Leg)?.Turn(e.At, desk: false, null);
                break;
            case CallEvent.LegMediaChanged { Media: { } media } e:
                Talk(call, e.Leg)?.Turn(e.At, null, phone: media.Direction is MediaDirection.SendOnly or MediaDirection.Inactive);
                break;
            case CallEvent.AgentSegmentEnded e:
                var (leg, talk) = talks.Where(talk => talk.Key.Call == call).Select(talk => (talk.Key.Leg, talk.Value)).MaxBy(talk => talk.Leg);
                talk.Turn(e.At, null, null);
                talks.Remove((call, leg));
                Add(FigureOf.Agent, F.Segments, 1);
                Add(FigureOf.Agent, F.Transferred, e.End == SegmentEnd.Transferred ? 1 : 0);
                Add(FigureOf.Agent, F.Talk, (long)talk.Talked.TotalMilliseconds);
                Add(FigureOf.Agent, F.Hold, (long)talk.Held.TotalMilliseconds);
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
                Add(FigureOf.Agent, F.WrapUp, Milliseconds(started, e.At));
                break;
            default:
                break;
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

    private Talk? Talk(string call, int leg) => talks.GetValueOrDefault((call, leg));

    private void Add(FigureOf of, F figure, long amount) => sums[(of, figure)] = sums.GetValueOrDefault((of, figure)) + amount;

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, to.ToUnixTimeMilliseconds() - from.ToUnixTimeMilliseconds());
}

/// <summary>One agent's part of a call, while it lasts: held as long as its desktop or its phone holds.</summary>
internal sealed class Talk(DateTimeOffset began)
{
    private DateTimeOffset since = began;
    private bool desk;
    private bool phone;

    public TimeSpan Talked { get; private set; }

    public TimeSpan Held { get; private set; }

    public void Turn(DateTimeOffset at, bool? desk, bool? phone)
    {
        var ran = at > since ? at - since : TimeSpan.Zero;
        (Talked, Held, since) = this.desk || this.phone ? (Talked, Held + ran, at) : (Talked + ran, Held, at);
        (this.desk, this.phone) = (desk ?? this.desk, phone ?? this.phone);
    }
}
