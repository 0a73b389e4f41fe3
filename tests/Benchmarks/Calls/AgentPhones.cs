using System.Diagnostics;
using System.Net;
using CallCenter.Benchmarks.Sip;

namespace CallCenter.Benchmarks.Calls;

/// <summary>Thousands of agents behind one socket: they ring, answer at once, talk for the same time or for as long as the call was drawn to, and hang up.</summary>
internal sealed class AgentPhones
{
    public static readonly IPEndPoint Address = IPEndPoint.Parse("127.21.0.2:7000");

    private readonly SipLoop loop;
    private readonly SipLoop.Wire wire;
    private readonly Func<string, long, OfferedCall?> offered;
    private readonly string sdp = Sdp.Silent(Address.Address);
    private readonly Dictionary<string, Call> calls = [];
    private readonly Desk[] desks;

    /// <param name="offered">Called with the caller's number and the moment, before the phone answers: says which call it is.</param>
    public AgentPhones(SipLoop loop, int agents, Func<string, long, OfferedCall?> offered)
    {
        (this.loop, this.offered) = (loop, offered);
        desks = [.. Enumerable.Range(0, agents).Select(_ => new Desk())];
        wire = loop.Open(Address, Product.Sip, Received);
    }

    public TimeSpan Talk { get; set; } = TimeSpan.FromSeconds(1);

    public Tally Tally { get; set; } = new();

    private void Received(ReadOnlySpan<byte> datagram, long at)
    {
        var message = new SipText(datagram);
        var call = calls.GetValueOrDefault(message.Header("Call-ID"));
        if (message.IsResponse)
        {
            HearEnd(message, call);
        }
        else if (message.Is("INVITE"u8))
        {
            Ring(message, call, at);
        }
        else if (message.Is("ACK"u8))
        {
            Connect(call, at);
        }
        else if (message.Is("BYE"u8) && call is { Bye: null })
        {
            End(call, at);
            calls.Remove(call.Leg.CallId);
            Tally.Dropped += call.IsForNobody ? 0 : 1;
            wire.Send(Leg.Plain(message, "200 OK"));
        }
        else
        {
            wire.Send(Leg.Plain(message, "200 OK"));
        }
    }

    private void Ring(SipText invite, Call? call, long at)
    {
        if (call is not null)
        {
            // Sent again before our answer was there, or an INVITE within the dialog.
            wire.Send(call.Leg.Response(invite, "200 OK", sdp));
            return;
        }

        var desk = desks[CenterDocument.SeatOf(invite.RequestUser)];
        if (desk.Current is not null)
        {
            Tally.OffersWhileBusy++;
            wire.Send(Leg.Plain(invite, "486 Busy Here"));
            return;
        }

        if (desk.FreeSince is { } since)
        {
            Tally.ToNext.Add(at - since);
        }

        var known = offered(CallerOf(invite), at);
        if (desk.FreeSince > known?.InvitedAt)
        {
            Tally.TurnAround.Add(at - desk.FreeSince.Value);
        }

        call = new Call(Leg.Called(Address, invite), desk) { RingsSince = at, Talk = known?.Talk, IsForNobody = known is null };
        desk.Current = call;
        calls.Add(call.Leg.CallId, call);
        wire.Send(call.Leg.Response(invite, "180 Ringing"));
        call.Answer = Repeating.Send(loop, wire, call.Leg.Response(invite, "200 OK", sdp), Repeated);
    }

    private void Connect(Call? call, long at)
    {
        if (call is { Answer: { IsAnswered: false } answer })
        {
            answer.Answered();
            Tally.ToConnected.Add(at - call.RingsSince);
            loop.After(call.Talk ?? Talk, () => HangUp(call));
        }
    }

    private void HangUp(Call call)
    {
        if (call.Desk.Current == call)
        {
            End(call, Stopwatch.GetTimestamp());
            call.Bye = Repeating.Send(loop, wire, call.Leg.Bye(), Repeated);
        }
    }

    private void HearEnd(SipText response, Call? call)
    {
        if (call?.Bye is { } bye && response.Status >= 200)
        {
            bye.Answered();
            calls.Remove(call.Leg.CallId);
        }
    }

    private static void End(Call call, long at)
    {
        call.Answer?.Answered();
        (call.Desk.Current, call.Desk.FreeSince) = (null, at);
    }

    /// <summary>The caller's number reaches the agent's phone in From, or asserted.</summary>
    private static string CallerOf(SipText invite) =>
        invite.Header("P-Asserted-Identity") is { Length: > 0 } asserted ? SipText.UserOf(asserted) : SipText.UserOf(invite.Header("From"));

    private void Repeated(bool isOver)
    {
        Tally.Repeats++;
        Tally.Unanswered += isOver ? 1 : 0;
    }

    private sealed class Desk
    {
        public Call? Current { get; set; }

        public long? FreeSince { get; set; }
    }

    private sealed class Call(Leg leg, Desk desk)
    {
        public Leg Leg { get; } = leg;

        public Desk Desk { get; } = desk;

        public long RingsSince { get; init; }

        /// <summary>Its caller gave up at this moment.</summary>
        public bool IsForNobody { get; init; }

        /// <summary>Null: as long as all.</summary>
        public TimeSpan? Talk { get; init; }

        public Repeating? Answer { get; set; }

        public Repeating? Bye { get; set; }
    }
}
