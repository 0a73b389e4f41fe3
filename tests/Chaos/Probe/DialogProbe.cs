using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Probe;

/// <summary>
/// The caller of one call that lasts the whole run and says each 100 ms that it wants to go on as before (re-INVITE), which its call's own actor has to
/// answer. How long it waits for a 200, repeating as SIP does (RFC 3261 17.1.1.2), is how long a fault of an edge is felt within a call.
/// </summary>
internal sealed partial class DialogProbe : IAsyncDisposable
{
    private const string Call = "dialog-probe";
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);

    /// <summary>Then it is taken for lost, and the next one is asked.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    private readonly SipSocket caller;
    private readonly string ok;
    private readonly CancellationTokenSource stop = new();
    private readonly Task asking;
    private readonly Lock gate = new();
    private TimeSpan longest;
    private long? askedAt;
    private int cseq = 1;

    private DialogProbe(SipSocket caller, string ok)
    {
        this.caller = caller;
        this.ok = ok;
        Edge = IPAddress.Parse(MediaAddress().Match(ok).Groups[1].Value);
        asking = Ask();
    }

    /// <summary>The edge that the call came in at: its media are there.</summary>
    public IPAddress Edge { get; }

    public static async Task<DialogProbe> Start(string at, IPEndPoint center)
    {
        var caller = new SipSocket(at, center);
        await caller.Send(caller.Invite(Floor.TalkNumber, Call));
        return new DialogProbe(caller, (await caller.Next("SIP/2.0 200")).Message);
    }

    /// <summary>Waiting counts from now on.</summary>
    public void Begin()
    {
        lock (gate)
        {
            longest = TimeSpan.Zero;
        }
    }

    /// <summary>The longest that the caller waited for an answer since <see cref="Begin"/>, also for one that is due still.</summary>
    public TimeSpan Longest()
    {
        lock (gate)
        {
            var due = askedAt is { } asked ? TimeProvider.System.GetElapsedTime(asked) : TimeSpan.Zero;
            return due > longest ? due : longest;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await asking;
        await caller.Send(InDialog("BYE", ++cseq));
        caller.Dispose();
        stop.Dispose();
    }

    private async Task Ask()
    {
        try
        {
            await caller.Send(InDialog("ACK", 1));
            while (true)
            {
                await Once(++cseq);
                await Pace.For(Period, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }

    private async Task Once(int number)
    {
        var began = TimeProvider.System.GetTimestamp();
        Asked(began);
        var invite = InDialog("INVITE", number);
        var isAnswered = false;
        for (var wait = T1; !isAnswered && TimeProvider.System.GetElapsedTime(began) < WaitMax; wait = wait * 2 < T2 ? wait * 2 : T2)
        {
            await caller.Send(invite);
            isAnswered = await IsAnswered(number, wait);
        }

        await caller.Send(InDialog("ACK", number));
        Asked(null);
    }

    private async Task<bool> IsAnswered(int number, TimeSpan within)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (within - TimeProvider.System.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
        {
            try
            {
                var heard = await caller.Receive(left);
                if (heard.StartsWith("SIP/2.0 200", StringComparison.Ordinal) && SipSocket.Header(heard, "CSeq") == string.Create(CultureInfo.InvariantCulture, $"{number} INVITE"))
                {
                    return true;
                }
            }
            catch (OperationCanceledException)
            {
                stop.Token.ThrowIfCancellationRequested();
            }
        }

        stop.Token.ThrowIfCancellationRequested();
        return false;
    }

    private void Asked(long? at)
    {
        lock (gate)
        {
            if (at is null && askedAt is { } asked && TimeProvider.System.GetElapsedTime(asked) is var took && took > longest)
            {
                longest = took;
            }

            askedAt = at;
        }
    }

    private string InDialog(string method, int number) => caller.Request(
        method, SipSocket.ContactUri(ok), Call, number, $"Route: {SipSocket.Header(ok, "Record-Route")}\r\n{(method == "INVITE" ? SipSocket.SdpType : "")}", method == "INVITE" ? caller.Sdp() : "", to: SipSocket.Header(ok, "To"));

    [GeneratedRegex("c=IN IP4 ([0-9.]+)")]
    private static partial Regex MediaAddress();
}
