using System.Diagnostics;
using System.Globalization;
using System.Net;
using CallCenter.Benchmarks.Sip;

namespace CallCenter.Benchmarks.Calls;

/// <summary>Callers behind one socket: they call, wait for ever or as long as they were drawn to, and are hung up on by their agent.</summary>
internal sealed class Callers
{
    public static readonly IPEndPoint Address = IPEndPoint.Parse("127.21.0.3:7100");

    private readonly SipLoop loop;
    private readonly SipLoop.Wire wire;
    private readonly string sdp;
    private readonly Action ended;
    private readonly Dictionary<string, Call> calls = [];
    private readonly HashSet<string> gaveUp = [];
    private readonly string run = $"{Random.Shared.Next():x8}";
    private long lastNumber = 8_000_000_000;

    /// <param name="sdp">What each caller offers.</param>
    /// <param name="ended">Called when one is gone, however.</param>
    public Callers(SipLoop loop, string sdp, Action ended)
    {
        (this.loop, this.sdp, this.ended) = (loop, sdp, ended);
        wire = loop.Open(Address, Product.Sip, Received);
    }

    public Tally Tally { get; set; } = new();

    /// <summary>What they dial.</summary>
    public string Number { get; set; } = "";

    /// <summary>On the line: waiting, connected, or not answered yet.</summary>
    public int Present => calls.Count;

    /// <param name="seen">What it is drawn to do, and what becomes of it; null: it waits for ever, and its agent decides how long they talk.</param>
    public void Place(SeenCall? seen = null)
    {
        var number = (++lastNumber).ToString(CultureInfo.InvariantCulture);
        var call = new Call(Leg.Calling(Address, Product.Sip, IdOf(number), number, Number)) { Seen = seen };
        calls.Add(call.Leg.CallId, call);
        Tally.Placed++;
        var invite = call.Leg.Invite(sdp);
        call.InvitedAt = Stopwatch.GetTimestamp();
        call.Invite = Repeating.Send(loop, wire, invite, Repeated);
        if (seen?.Drawn.Patience is { } patience)
        {
            loop.After(patience, () => GiveUp(call));
        }
    }

    /// <summary>An agent's phone rings for this number: the call that it is for, unless that is gone.</summary>
    public OfferedCall? Offered(string number, long at)
    {
        if (!calls.TryGetValue(IdOf(number), out var call))
        {
            // Who gave up at this moment is still offered; nobody else is.
            Tally.SecondAgents += gaveUp.Contains(number) ? 0 : 1;
            return null;
        }

        if (call.IsLeaving)
        {
            return null;
        }

        Tally.SecondAgents += call.HasAgent ? 1 : 0;
        call.HasAgent = true;
        Tally.ToAgent.Add(at - call.InvitedAt);
        call.Seen?.Answered(at - call.InvitedAt);
        return new OfferedCall(call.InvitedAt, call.Seen?.Drawn.Talk);
    }

    private void GiveUp(Call call)
    {
        if (call.HasAgent || !calls.ContainsKey(call.Leg.CallId))
        {
            return;
        }

        call.IsLeaving = true;
        gaveUp.Add(call.Leg.CallId.Split('.')[0]);
        Tally.GaveUp++;
        call.Seen!.GaveUp(Stopwatch.GetTimestamp() - call.InvitedAt);
        if (call.Invite!.IsAnswered)
        {
            call.Bye = Repeating.Send(loop, wire, call.Leg.Bye(), Repeated);
        }
    }

    private void Received(ReadOnlySpan<byte> datagram, long at)
    {
        var message = new SipText(datagram);
        var call = calls.GetValueOrDefault(message.Header("Call-ID"));
        if (message.IsResponse)
        {
            Answered(message, call);
        }
        else if (message.Is("BYE"u8))
        {
            wire.Send(Leg.Plain(message, "200 OK"));
            HungUp(call);
        }
        else if (message.Is("INVITE"u8) && call is not null)
        {
            wire.Send(call.Leg.Response(message, "200 OK", sdp));
        }
        else if (!message.Is("ACK"u8))
        {
            wire.Send(Leg.Plain(message, "200 OK"));
        }
    }

    private void Answered(SipText response, Call? call)
    {
        if (call is null)
        {
            return;
        }

        if (!response.Header("CSeq").EndsWith("INVITE", StringComparison.Ordinal))
        {
            Left(response, call);
            return;
        }

        call.Invite!.Answered();
        if (response.Status is >= 200 and < 300)
        {
            call.Leg.Met(response);
            wire.Send(call.Leg.Ack());
            if (call is { IsLeaving: true, Bye: null })
            {
                call.Bye = Repeating.Send(loop, wire, call.Leg.Bye(), Repeated);
            }
        }
        else if (response.Status >= 300)
        {
            wire.Send(call.Leg.Ack(response));
            Tally.Refused[response.Status] = Tally.Refused.GetValueOrDefault(response.Status) + 1;
            Gone(call);
        }
    }

    /// <summary>Its own BYE was heard.</summary>
    private void Left(SipText response, Call call)
    {
        if (call.Bye is { } bye && response.Status >= 200)
        {
            bye.Answered();
            Gone(call);
        }
    }

    private void HungUp(Call? call)
    {
        if (call is { IsLeaving: false })
        {
            Tally.Completed += call.HasAgent ? 1 : 0;
            Tally.Dropped += call.HasAgent ? 0 : 1;
            Gone(call);
        }
    }

    private void Gone(Call call)
    {
        call.Invite!.Answered();
        calls.Remove(call.Leg.CallId);
        ended();
    }

    private string IdOf(string number) => $"{number}.{run}";

    private void Repeated(bool isOver)
    {
        Tally.Repeats++;
        Tally.Unanswered += isOver ? 1 : 0;
    }

    private sealed class Call(Leg leg)
    {
        public Leg Leg { get; } = leg;

        public Repeating? Invite { get; set; }

        public long InvitedAt { get; set; }

        public bool HasAgent { get; set; }

        /// <summary>It has given up and says so.</summary>
        public bool IsLeaving { get; set; }

        public Repeating? Bye { get; set; }

        public SeenCall? Seen { get; init; }
    }
}
