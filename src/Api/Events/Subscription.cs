using System.Text;
using System.Text.Json;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Views;

namespace CallCenter.Api.Events;

/// <summary>
/// One reader of the event stream. It holds a place in the log's chain and nothing else: a slow one costs no memory, and is told and cut when
/// the chain has gone on without it.
/// </summary>
/// <param name="log">What is read.</param>
/// <param name="start">What the reader sees at first.</param>
/// <param name="sight">What its teams are now.</param>
/// <param name="standing">Whether its token still is one.</param>
/// <param name="output">Where it reads.</param>
/// <param name="time">The clock.</param>
internal sealed class Subscription(EventLog log, StreamView start, Func<TeamSight?> sight, Standing standing, Stream output, TimeProvider time)
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly string[] Snapshot = ["/api/v1/queues", "/api/v1/agents", "/api/v1/calls?state=waiting,ringing,talking,held", "/api/v1/alarms?state=open"];

    private static readonly TimeSpan StandingEvery = TimeSpan.FromSeconds(1);

    private StreamView view = start;
    private bool isOtherSight;
    private long lastWrite = time.GetTimestamp();
    private long lastAsked = time.GetTimestamp();

    /// <summary>Ends by cancellation, or when the reader is cut.</summary>
    public async Task Run(StreamToken? token, CancellationToken stop)
    {
        await Write("retry: 1000\n\n"u8.ToArray(), stop);
        while (true)
        {
            var (outcome, at, chain) = log.Resume(token);
            (outcome, isOtherSight) = (outcome == StreamOutcome.Resumes && isOtherSight ? StreamOutcome.TeamChanged : outcome, false);
            if (outcome != StreamOutcome.Resumes)
            {
                await Write(Reset(outcome, at), stop);
            }

            var (reached, cut) = await Follow(at, chain, stop);
            if (cut is { } why)
            {
                await Write(Encoding.UTF8.GetBytes($"event: cut\ndata: {{\"reason\":\"{why}\"}}\n\n"), stop);
                return;
            }

            token = reached;
        }
    }

    /// <summary>Sends what comes until the chain begins anew (then from there again), the reader has fallen behind it, or its token has ended.</summary>
    private async Task<(StreamToken Reached, string? Cut)> Follow(StreamToken at, int chain, CancellationToken stop)
    {
        var number = at.Number;
        var chunk = log.Find(number);
        while (chunk is null)
        {
            var stored = log.Read(view.Scope, number);
            await Write(stored.For(view, number), stop);
            number = stored.Last;
            chunk = log.Find(number);
        }

        while (log.Chain == chain)
        {
            var changed = log.Changed.Next;
            while (chunk.Next is { } next)
            {
                if (next.Last < log.OldestInMemory)
                {
                    return (at with { Number = number }, "too-slow");
                }

                await Write(next.For(view, number), stop);
                (chunk, number) = (next, next.Last);
            }

            if (!Stands() || isOtherSight)
            {
                return (at with { Number = number }, isOtherSight ? null : "token-ended");
            }

            if (time.GetElapsedTime(lastWrite) >= Heartbeat)
            {
                await Write(": heartbeat\n\n"u8.ToArray(), stop);
            }

            if (log.Chain == chain)
            {
                await changed.WaitAsync(stop);
            }
        }

        return (at with { Number = number }, null);
    }

    /// <summary>
    /// Asked now and then: a token that is ended ends its streams within <see cref="StandingEvery"/> and one wake, and one whose teams have changed
    /// begins anew.
    /// </summary>
    private bool Stands()
    {
        if (time.GetElapsedTime(lastAsked) < StandingEvery)
        {
            return true;
        }

        lastAsked = time.GetTimestamp();
        var now = sight();
        (isOtherSight, view) = (now != view.Sight, view with { Sight = now });
        return standing.Stands();
    }

    private async ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (!bytes.IsEmpty)
        {
            await output.WriteAsync(bytes, stop);
            await output.FlushAsync(stop);
            lastWrite = time.GetTimestamp();
        }
    }

    private static byte[] Reset(StreamOutcome outcome, StreamToken at)
    {
        var data = JsonSerializer.Serialize(new ResetItem(outcome, at.ToString(), Snapshot), ApiJson.Options);
        return Encoding.UTF8.GetBytes($"id: {at}\nevent: reset\ndata: {data}\n\n");
    }

    private sealed record ResetItem(StreamOutcome Reason, string Token, IReadOnlyList<string> Snapshot);
}
