using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Chaos.Lab;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>
/// A group of callers at one address: one sipp, or one for each who speaks and hears, since all calls of a sipp have one media port. Each caller's own
/// words are its result; sipp writes them to a log that is read along here.
/// </summary>
internal sealed class Callers : IAsyncDisposable
{
    /// <summary>What a sipp may take from its media port on.</summary>
    private const int MediaPorts = 10;

    private static readonly TimeSpan ReadPeriod = TimeSpan.FromMilliseconds(100);
    private static int controlPort = 18_100;

    private readonly Dictionary<string, CallSeen> calls = [];
    private readonly Dictionary<string, IPEndPoint> places = [];
    private readonly List<Started> sipps = [];
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> reading = [];

    private Callers()
    {
    }

    /// <summary>Callers who are mute.</summary>
    /// <param name="on">The start of the command line: where it runs.</param>
    /// <param name="at">Their address.</param>
    /// <param name="center">SIP address of the center.</param>
    /// <param name="number">Whom they call.</param>
    /// <param name="rate">New calls a second.</param>
    /// <param name="calls">How many in all; null: until <see cref="StopCalling"/>.</param>
    /// <param name="stay">How long each stays; null: until <see cref="HangUp"/>.</param>
    /// <param name="folder">For scenario and logs; must exist.</param>
    public static Callers Start(IReadOnlyList<string> on, IPEndPoint at, IPEndPoint center, string number, double rate, int? calls, TimeSpan? stay, string folder)
    {
        var callers = new Callers();
        var timeout = stay is { } length ? FormattableString.Invariant($" timeout=\"{length.TotalMilliseconds:0}\" ontimeout=\"3\"") : "";
        var period = rate < 1 ? 10 : 1;
        callers.Call(on, at, timeout, "", folder,
        [
            center.ToString(), "-s", number, "-r", Text(Math.Max(1, Math.Round(rate * period))), "-rp", Text(period * 1000), "-l", "10000",
            .. calls is { } count ? ["-m", Text(count)] : Array.Empty<string>(),
        ]);
        return callers;
    }

    /// <summary>So many callers who speak and hear until <see cref="HangUp"/>: the first at this address and media port, each next at the next ports.</summary>
    public static Callers Speaking(IReadOnlyList<string> on, IPEndPoint at, int mediaPort, IPEndPoint center, string number, int count, string folder)
    {
        var callers = new Callers();
        for (var i = 0; i < count; i++)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, Text(i))).FullName;
            callers.Call(on, new IPEndPoint(at.Address, at.Port + i), "", $"<exec rtp_stream=\"{Voice(own)},-1,0\" />", own,
                [center.ToString(), "-s", number, "-m", "1", "-mp", Text(mediaPort + (MediaPorts * i))]);
        }

        return callers;
    }

    public IReadOnlyList<CallSeen> Calls
    {
        get
        {
            lock (calls)
            {
                return [.. calls.Values];
            }
        }
    }

    public int Count(CallStep step) => Calls.Count(call => call.Step == step);

    /// <summary>Established calls that went wrong, and calls that never came to be.</summary>
    public (int Established, int InSetUp) Lost()
    {
        var lost = Calls.Where(call => call.Step is CallStep.Released or CallStep.Refused or CallStep.Unended or CallStep.Aborted).ToList();
        return (lost.Count(call => call.WasAnswered), lost.Count(call => !call.WasAnswered));
    }

    /// <summary>Everybody who is in a call hangs up now.</summary>
    public async Task HangUp()
    {
        List<(string Call, IPEndPoint At)> established;
        lock (calls)
        {
            established = [.. calls.Where(call => call.Value.Step == CallStep.Answered).Select(call => (call.Key, places[call.Key]))];
        }

        foreach (var (call, at) in established)
        {
            using var socket = new UdpClient(new IPEndPoint(at.Address, 0));
            // Read by the scenario as the word to hang up; sipp finds the call by its Call-ID alone.
            var word = $"MESSAGE sip:caller@{at} SIP/2.0\r\nVia: SIP/2.0/UDP {socket.Client.LocalEndPoint};branch=z9hG4bK{Guid.NewGuid():N}\r\n"
                + $"From: <sip:test@{at}>;tag=t\r\nTo: <sip:caller@{at}>\r\nCall-ID: {call}\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(word), at);
        }
    }

    /// <summary>No new calls from now on; those under way go to their end.</summary>
    public Task StopCalling() => Task.WhenAll(sipps.Select(sipp => sipp.Signal("-USR1")));

    /// <summary>Waits until no call is under way. False when some still are after <paramref name="most"/>.</summary>
    public Task<bool> Quiet(TimeSpan most, CancellationToken stop) => Pace.Until(() => Calls.All(call => call.Step is not (CallStep.Placed or CallStep.Answered)), most, stop);

    public async ValueTask DisposeAsync()
    {
        foreach (var sipp in sipps)
        {
            await sipp.DisposeAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(reading);
        stop.Dispose();
    }

    private void Call(IReadOnlyList<string> on, IPEndPoint at, string stay, string speak, string folder, IEnumerable<string> arguments)
    {
        var scenario = Path.Combine(folder, "caller.xml");
        File.WriteAllText(scenario, File.ReadAllText(Sipp.Scenario("caller"))
            .Replace("STAY ontimeout=\"3\"", stay, StringComparison.Ordinal)
            .Replace("PORT", speak.Length == 0 ? "media_port" : "rtpstream_audio_port", StringComparison.Ordinal)
            .Replace("SPEAK", speak, StringComparison.Ordinal));
        var (log, errors) = (Path.Combine(folder, "calls.log"), Path.Combine(folder, "errors.log"));
        sipps.Add(Sipp.Start(on, scenario, [.. arguments, "-trace_logs", "-log_file", log, "-trace_err", "-error_file", errors], at, Interlocked.Increment(ref controlPort)));
        reading.Add(Follow(log, line => Take(line, at)));
        reading.Add(Follow(errors, line => TakeError(line, at)));
    }

    private void Take(string line, IPEndPoint at)
    {
        if (line.Split(' ') is [var word, var call] && Enum.TryParse<CallStep>(word, ignoreCase: true, out var step))
        {
            Take(call, step, at);
        }
    }

    private void TakeError(string line, IPEndPoint at)
    {
        if (line.Contains("Aborting call", StringComparison.Ordinal) && line.Split('\'') is [_, var call, ..])
        {
            Take(call, CallStep.Aborted, at);
        }
    }

    private void Take(string call, CallStep step, IPEndPoint at)
    {
        lock (calls)
        {
            places[call] = at;
            var before = calls.GetValueOrDefault(call);
            if (before?.Step is null or CallStep.Placed or CallStep.Answered)
            {
                calls[call] = new CallSeen(step, TimeProvider.System.GetTimestamp(), before?.WasAnswered == true || step == CallStep.Answered);
            }
        }
    }

    private async Task Follow(string file, Action<string> take)
    {
        using var timer = new PeriodicTimer(ReadPeriod);
        var at = 0L;
        var rest = "";
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (!File.Exists(file))
                {
                    continue;
                }

                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                stream.Position = at;
                using var reader = new StreamReader(stream);
                var lines = (rest + await reader.ReadToEndAsync(stop.Token)).Split('\n');
                at = stream.Length;
                rest = lines[^1];
                Array.ForEach(lines[..^1], line => take(line.Trim()));
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }

    /// <summary>A second of sound as PCMU: some hum.</summary>
    private static string Voice(string folder)
    {
        var file = Path.Combine(folder, "voice.ul");
        File.WriteAllBytes(file, [.. Enumerable.Range(0, 8_000).Select(sample => (byte)(sample % 20 < 10 ? 0x20 : 0xA0))]);
        return file;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
