using System.Diagnostics;
using CallCenter.Actors.Calls;
using CallCenter.Benchmarks.Measures;
using CallCenter.Telephony.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Media;

/// <summary>What a packet costs the embedded media: CPU time of its own two threads, under real RTP at 50 packets a second each way.</summary>
internal static class MediaBench
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    public static async Task Run(Report report)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, sessions, isTalk, payload) in new[] { ("talk, same law", 100, true, 0), ("talk, same law", 300, true, 0), ("talk, other law", 300, true, 8), ("waiting with music", 1_000, false, 0) })
        {
            rows.Add(await Row(report, name, sessions, isTalk, payload));
        }

        report.Table(["sessions", "of", "packets/s in", "out", "CPU % of a core", "CPU µs a packet in", "managed bytes a session"], rows);
        report.Say("Each session: 50 packets of 20 ms a second from each phone; talk relays each, waiting reads each and sends as many of music. The phones' own CPU is not counted.");
    }

    private static async Task<IReadOnlyList<string>> Row(Report report, string name, int sessions, bool isTalk, int payload)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var media = new EmbeddedMedia(Options(), NullLogger<EmbeddedMedia>.Instance);
        var started = GC.GetTotalMemory(forceFullCollection: true);
        using var phones = new RtpLoad(sessions * (isTalk ? 2 : 1));
        for (var i = 0; i < sessions; i++)
        {
            await Open(media, phones, i, isTalk, payload);
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - started - phones.Bytes) / sessions;
        phones.Start();
        await Task.Delay(Settle);
        var (cpu, totals, began) = (ThreadTimes.Of("media "), media.Totals().Packets, Stopwatch.GetTimestamp());
        await Task.Delay(Length);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (used, now) = ((ThreadTimes.Of("media ") - cpu).TotalSeconds, media.Totals().Packets);
        if (now.Unsent > totals.Unsent || now.In == totals.In)
            report.Fail($"{now.Unsent - totals.Unsent} packets were not sent, {now.In - totals.In} came in");

        return
        [
            $"{sessions}", name, Figures.Short((now.In - totals.In) / seconds), Figures.Short((now.Out - totals.Out) / seconds),
            $"{used / seconds * 100:F1}", $"{used * 1e6 / Math.Max(now.In - totals.In, 1):F2}", $"{bytes}",
        ];
    }

    private static async Task Open(EmbeddedMedia media, RtpLoad phones, int index, bool isTalk, int payload)
    {
        var slot = await media.Allocate("") ?? throw new InvalidOperationException("no slot is free");
        var caller = phones.Phone(isTalk ? index * 2 : index, slot, MediaSide.Caller, payload: 0);
        var other = isTalk ? phones.Phone(index * 2 + 1, slot, MediaSide.Other, payload) : null;
        var heard = isTalk ? Heard.OtherSide : Heard.MusicOnHold("default");
        if (!await media.Apply(default, new MediaDesired(slot, 1, caller, heard, other, Heard.OtherSide), CancellationToken.None))
            throw new InvalidOperationException($"no session at {slot}");
    }

    private static EmbeddedMediaOptions Options() => new() { Address = "127.9.1.1", PortFirst = 20_000, PortLast = 29_999, ReuseAfterStart = TimeSpan.Zero };
}
