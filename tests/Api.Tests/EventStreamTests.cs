using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Events;
using CallCenter.Api.Views;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests;

public sealed class EventStreamTests
{
    [Fact]
    public async Task A_stream_begins_with_a_reset_and_then_tells_each_change_with_the_row_as_it_is()
    {
        await using var center = await Center.Start();
        var demo = Told.Today("demo");
        await center.Tell(Actors.ActorId.Configuration("demo"), demo.Configured());
        await using var stream = await StreamReading.Open(center.Http);

        var reset = await stream.Next();
        Assert.Equal(("reset", "start"), (reset!.Event, reset.Data.GetProperty("reason").GetString()));
        Assert.Equal(reset.Id, reset.Data.GetProperty("token").GetString());

        center.Journal.Append(demo.Call(1), demo.Arrives(1, 5));
        var arrived = await stream.Next();
        Assert.Equal(("calls", "callcenter.call.arrived", Told.Key(1)), (arrived!.Event, arrived.Type, arrived.Subject));
        Assert.Equal("1.0", arrived.Data.GetProperty("specversion").GetString());
        Assert.Equal(arrived.Id, arrived.Data.GetProperty("id").GetString());
        Assert.Equal("demo", arrived.Data.GetProperty("tenant").GetString());
        var entered = await stream.Next();
        Assert.Equal(("callcenter.call.queue-entered", "waiting", "sales"), (entered!.Type, entered.Row.GetProperty("state").GetString(), entered.Row.GetProperty("queue").GetString()));

        var listed = (await center.Get("/api/v1/calls")).GetProperty("items")[0];
        Assert.Equal(entered.Row.GetRawText(), listed.GetRawText());
    }

    [Fact]
    public async Task Resumed_over_restarts_a_stream_loses_nothing_and_tells_nothing_twice()
    {
        await using var center = await Center.Start();
        var demo = Told.Today("demo");
        await center.Tell(Actors.ActorId.Configuration("demo"), demo.Configured());
        await center.Tell(demo.Agent("1001"), demo.Ready("1001"));
        string token;
        await using (var stream = await StreamReading.Open(center.Http))
        {
            token = (await stream.Next())!.Id!;
        }

        var (seen, calls) = (new List<Received>(), 0);
        for (var round = 0; round < 4; round++)
        {
            foreach (var (actor, e) in demo.Served(++calls, calls * 100, "1001"))
            {
                center.Journal.Append(actor, e);
            }

            await center.Stop();
            foreach (var (actor, e) in demo.Served(++calls, calls * 100, "1001"))
            {
                center.Journal.Append(actor, e);
            }

            await center.StartAgain();
            await using var stream = await StreamReading.Open(center.Http, round % 2 == 0 ? "" : $"?after={token}", round % 2 == 0 ? token : null);
            while (Told.WhatIsMissing(seen.Select(e => e.Row), calls))
            {
                var next = await stream.Next();
                Assert.NotEqual("reset", next!.Event);
                seen.Add(next);
                token = next.Id!;
            }
        }

        Assert.Equal(seen.Count, seen.Select(e => e.Id).Distinct().Count());
        var listed = (await center.Get("/api/v1/calls")).GetProperty("items").EnumerateArray().ToDictionary(row => row.GetProperty("id").GetString()!, row => row.GetRawText());
        Assert.Equal(calls, listed.Count);
        foreach (var row in seen.Where(e => e.Event == "calls").GroupBy(e => e.Subject))
        {
            var revisions = row.Select(e => e.Row.GetProperty("revision").GetInt32()).ToList();
            Assert.Equal(revisions.Order().Distinct(), revisions);
            Assert.Equal(listed[row.Key], row.Last().Row.GetRawText());
        }

        Assert.Equal(Enumerable.Range(5, calls * 6), seen.Where(e => e.Event == "agents").Select(e => e.Row.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task A_token_that_means_nothing_any_more_is_told_to_read_anew()
    {
        await using var center = await Center.Start();
        await center.Tell(Actors.ActorId.Configuration("demo"), Told.Today("demo").Configured());

        await using var stream = await StreamReading.Open(center.Http, lastEventId: "0000ffff.12");

        Assert.Equal("rebuilt", (await stream.Next())!.Data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Topics_narrow_a_stream_and_another_tenants_events_never_come()
    {
        await using var center = await Center.Start();
        var (a, b) = (Told.Today("a"), Told.Today("b"));
        await center.Tell(Actors.ActorId.Configuration("a"), a.Configured());
        await center.Tell(Actors.ActorId.Configuration("b"), b.Configured());
        using var client = center.Client(await center.TokenOf("a"));
        await using var all = await StreamReading.Open(client);
        await using var agents = await StreamReading.Open(client, "?topics=agents");
        Assert.Equal(("reset", "reset"), ((await all.Next())!.Event, (await agents.Next())!.Event));

        await center.Tell(b.Call(9), b.Arrives(9, 1));
        await center.Tell(b.Agent("1009"), b.Ready("1009"));
        await center.Tell(a.Call(1), a.Arrives(1, 1));
        await center.Tell(a.Agent("1001"), a.Ready("1001"));

        Assert.Equal([Told.Key(1), Told.Key(1), "1001"], (await all.Take(3)).Select(e => e.Subject));
        Assert.Equal(("agents", "1001"), ((await agents.Next())! is var first ? first.Event : "", first.Subject));
    }

    [Fact]
    public async Task A_resumed_reader_is_served_from_the_store_when_memory_does_not_reach_back()
    {
        await using var center = await Center.Start();
        var demo = Told.Today("demo");
        await center.Tell(Actors.ActorId.Configuration("demo"), demo.Configured());
        await using var first = await StreamReading.Open(center.Http, "?topics=calls");
        var token = (await first.Next())!.Id!;
        for (var call = 1; call <= 1_500; call++)
        {
            center.Journal.Append(demo.Call(call), demo.Arrives(call, call));
        }

        await center.Until(() => center.Services.GetRequiredService<EventLog>().Resume(null).At.Number >= 3_000);
        await center.Stop();
        await center.StartAgain();
        await using var resumed = await StreamReading.Open(center.Http, "?topics=calls", token);
        var events = await resumed.Take(3_000);

        Assert.Equal(3_000, events.Select(e => e.Id).Distinct().Count());
        Assert.Equal(1_500, events.Count(e => e.Type == "callcenter.call.arrived"));
    }

    [Fact]
    public void A_reader_that_falls_behind_the_chain_is_told_and_cut()
    {
        var log = new EventLog();
        var first = log.Find(0);
        Assert.NotNull(first);
        var body = new byte[1024 * 1024];
        for (var number = 1; number <= (EventLog.ChainBytesMax / body.Length) + 10; number++)
        {
            log.Publish([new StreamEvent(number, "demo", Topics.Calls, body)]);
        }

        Assert.True(log.OldestInMemory > first.Next!.Last);
        Assert.Null(log.Find(1));
    }

    [Fact]
    public async Task A_slow_reader_costs_nothing_and_is_cut_with_a_note()
    {
        var (log, scope) = (new EventLog(), TenantScope.Of("demo"));
        await using var output = new StuckStream();
        var running = new Subscription(log, new StreamView(scope, Topics.All, SeesNumbers: true), () => null, new Standing(() => true), output, TimeProvider.System).Run(null, CancellationToken.None);
        log.Publish([new StreamEvent(1, "demo", Topics.Calls, "{}"u8.ToArray())]);
        await output.Stuck;
        var body = new byte[1024 * 1024];
        for (var number = 2; number <= (EventLog.ChainBytesMax / body.Length) + 10; number++)
        {
            log.Publish([new StreamEvent(number, "demo", Topics.Calls, body)]);
        }

        output.GoOn();
        await running.WaitAsync(Center.Patience);

        Assert.EndsWith("event: cut\ndata: {\"reason\":\"too-slow\"}\n\n", output.Text, StringComparison.Ordinal);
        Assert.True(output.Text.Length < 3 * body.Length);
    }

    [Fact]
    public async Task Two_thousand_readers_are_each_told_everything_from_the_same_bytes()
    {
        var (log, scope, all) = (new EventLog(), TenantScope.Of("demo"), new TaskCompletionSource());
        using var stop = new CancellationTokenSource(Center.Patience);
        var left = 2_000;
        var readers = Enumerable.Range(0, left).Select(_ => new CountingStream(3, () =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                all.SetResult();
            }
        })).ToList();
        var running = readers.Select(reader => new Subscription(log, new StreamView(scope, Topics.All, SeesNumbers: true), () => null, new Standing(() => true), reader, TimeProvider.System).Run(null, stop.Token)).ToList();
        for (var number = 1; number <= 3; number++)
        {
            log.Publish([new StreamEvent(number, "demo", Topics.Calls, "{}"u8.ToArray()), new StreamEvent(number, "other", Topics.Calls, "{}"u8.ToArray())]);
        }

        await all.Task.WaitAsync(Center.Patience);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running));

        Assert.All(readers, reader => Assert.Equal(readers[0].Chunks, reader.Chunks));
    }

    /// <summary>Keeps which arrays it was given, to see that they are shared.</summary>
    private sealed class CountingStream(int chunks, Action complete) : MemoryStream
    {
        public List<ReadOnlyMemory<byte>> Chunks { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Span.StartsWith("id: "u8) && buffer.Span.IndexOf("event: calls"u8) > 0)
            {
                Chunks.Add(buffer);
                if (Chunks.Count == chunks)
                {
                    complete();
                }
            }

            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A connection whose other end stops reading after the first event.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stuck => stuck.Task;

        public string Text => System.Text.Encoding.UTF8.GetString(ToArray());

        public void GoOn() => goOn.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            if (Text.Contains("event: calls", StringComparison.Ordinal))
            {
                stuck.TrySetResult();
                await goOn.Task;
            }
        }
    }
}
