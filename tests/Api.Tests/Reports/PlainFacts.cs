using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;

namespace CallCenter.Api.Tests.Reports;

internal sealed record PlainStay(string Queue, DateTimeOffset Entered, DateTimeOffset Left, StayEnd End, bool AtDoor)
{
    public double WaitMs => (Left - Entered).TotalMilliseconds;
}

internal sealed record PlainSegment(string Queue, string Agent, string Team, DateTimeOffset At, double TalkMs, double HoldMs, double WrapUpMs, SegmentEnd End);

internal sealed record PlainOffer(string Queue, string Agent, string Team, DateTimeOffset At, OfferEnd End);

internal sealed record PlainStretch(string Agent, string What, DateTimeOffset From, DateTimeOffset To);

internal sealed record PlainCall(string Number, DateTimeOffset Arrived, CallEnd End, double? WaitMs, bool IsAnswered, string Site, DateTimeOffset Ended);

internal sealed record PlainLine(string Trunk, DateTimeOffset From, DateTimeOffset To)
{
    public double Seconds => (To - From).TotalSeconds;
}

/// <summary>The facts of a journal, read from its events one by one and without any view: what reports have to add up to.</summary>
internal sealed class PlainFacts
{
    private readonly Dictionary<StayId, DateTimeOffset> waiting = [];
    private readonly Dictionary<OfferId, (string Queue, string Agent)> offers = [];
    private readonly Dictionary<OfferId, (DateTimeOffset Began, DateTimeOffset? Held, double HoldMs)> talks = [];
    private readonly Dictionary<OfferId, (double TalkMs, double HoldMs, SegmentEnd End)> ended = [];
    private readonly Dictionary<OfferId, (DateTimeOffset At, string Agent)> wrapUps = [];
    private readonly Dictionary<string, string> teams = [];
    private readonly Dictionary<string, (string What, DateTimeOffset Since)> doing = [];
    private readonly Dictionary<string, (string Number, DateTimeOffset Arrived, DateTimeOffset? Entered, DateTimeOffset? Answered, DateTimeOffset? Left)> calls = [];

    public List<PlainStay> Stays { get; } = [];

    public List<PlainSegment> Segments { get; } = [];

    public List<PlainOffer> Offers { get; } = [];

    public List<PlainStretch> Stretches { get; } = [];

    public List<PlainCall> Calls { get; } = [];

    private readonly Dictionary<string, (string Site, string Trunk)> origins = [];
    private readonly Dictionary<string, DateTimeOffset> lines = [];

    public List<PlainLine> Lines { get; } = [];

    public static PlainFacts Of(IEnumerable<(ActorId Stream, object Event)> events)
    {
        var facts = new PlainFacts();
        foreach (var (stream, e) in events)
        {
            facts.Read(stream, e);
        }

        return facts;
    }

    private void Read(ActorId stream, object @event)
    {
        var key = stream.Key;
        switch (@event)
        {
            case QueueEvent.CallQueued e:
                waiting[e.Stay] = e.At;
                break;
            case QueueEvent.CallTurnedAway e:
                Stays.Add(new PlainStay(key, e.At, e.At, e.End, AtDoor: true));
                break;
            case QueueEvent.CallAnswered e:
                Stays.Add(new PlainStay(key, waiting[e.Offer.Stay], e.At, StayEnd.Answered, false));
                break;
            case QueueEvent.StayEnded e:
                Stays.Add(new PlainStay(key, waiting[e.Stay], e.At, e.End, false));
                break;
            case CallEvent e:
                Read(key, e);
                break;
            case AgentEvent e:
                Read(key, e);
                break;
            default:
                break;
        }
    }

    private void Read(string call, CallEvent @event)
    {
        switch (@event)
        {
            case CallEvent.CallArrived e:
                calls[call] = (e.Arrival.Number, e.At, null, null, null);
                origins[call] = (e.Arrival.Plan.Site ?? "main", e.Arrival.Trunk!);
                break;
            case CallEvent.CallerAnswered e:
                lines[call] = e.At;
                break;
            case CallEvent.LegReleased { Leg: 0 } e:
                LineOver(call, e.At);
                break;
            case CallEvent.QueueEntered e:
                calls[call] = calls[call] with { Entered = calls[call].Entered ?? e.At };
                break;
            case CallEvent.QueueLeft e:
                calls[call] = calls[call] with { Left = e.At };
                break;
            case CallEvent.LegAnswered { Offer: { } offer } e:
                calls[call] = calls[call] with { Answered = calls[call].Answered ?? e.At };
                talks[offer] = (e.At, null, 0);
                break;
            case CallEvent.CallHeld e:
                talks[e.Offer] = talks[e.Offer] with { Held = e.At };
                break;
            case CallEvent.CallRetrieved e:
                var talk = talks[e.Offer];
                talks[e.Offer] = talk with { Held = null, HoldMs = talk.HoldMs + (e.At - talk.Held!.Value).TotalMilliseconds };
                break;
            case CallEvent.AgentSegmentEnded e:
                var (began, _, holdMs) = talks[e.Offer];
                ended[e.Offer] = ((e.At - began).TotalMilliseconds - holdMs, holdMs, e.End);
                break;
            case CallEvent.CallEnded e:
                var (number, arrived, entered, answered, left) = calls[call];
                LineOver(call, e.At);
                Calls.Add(new PlainCall(number, arrived, e.End, entered is null ? null : ((answered ?? left)!.Value - entered.Value).TotalMilliseconds, answered is not null, origins[call].Site, e.At));
                break;
            default:
                break;
        }
    }

    private void Read(string agent, AgentEvent @event)
    {
        switch (@event)
        {
            case AgentEvent.AgentConfigured e:
                teams[agent] = e.Settings!.Team;
                break;
            case AgentEvent.Reserved e:
                offers[e.Offer] = (e.Queue.Key, agent);
                Do(agent, "ringing", e.At);
                break;
            case AgentEvent.Answered e:
                Offers.Add(new PlainOffer(offers[e.Offer].Queue, agent, teams[agent], e.At, OfferEnd.Answered));
                Do(agent, "talking", e.At);
                break;
            case AgentEvent.OfferEnded e:
                Offers.Add(new PlainOffer(offers[e.Offer].Queue, agent, teams[agent], e.At, e.End));
                Do(agent, "ready", e.At);
                break;
            case AgentEvent.Held e:
                Do(agent, "holding", e.At);
                break;
            case AgentEvent.Retrieved e:
                Do(agent, "talking", e.At);
                break;
            case AgentEvent.WrapUpStarted e:
                wrapUps[e.Offer] = (e.At, teams[agent]);
                Do(agent, "wrapping-up", e.At);
                break;
            case AgentEvent.WrapUpEnded e:
                var (started, team) = wrapUps[e.Offer];
                var (talkMs, holdMs, end) = ended[e.Offer];
                Segments.Add(new PlainSegment(offers[e.Offer].Queue, agent, team, e.At, talkMs, holdMs, (e.At - started).TotalMilliseconds, end));
                Do(agent, "ready", e.At);
                break;
            case AgentEvent.SignedIn e:
                Do(agent, "not-ready", e.At);
                break;
            case AgentEvent.BecameReady e:
                Do(agent, "ready", e.At);
                break;
            case AgentEvent.BecameNotReady e:
                Do(agent, "not-ready", e.At);
                break;
            case AgentEvent.SignedOut e:
                Do(agent, "", e.At);
                break;
            default:
                break;
        }
    }

    private void LineOver(string call, DateTimeOffset at)
    {
        if (lines.Remove(call, out var answered))
        {
            Lines.Add(new PlainLine(origins[call].Trunk, answered, at));
        }
    }

    private void Do(string agent, string what, DateTimeOffset at)
    {
        if (doing.TryGetValue(agent, out var before) && before.What.Length > 0)
        {
            Stretches.Add(new PlainStretch(agent, before.What, before.Since, at));
        }

        doing[agent] = (what, at);
    }
}
