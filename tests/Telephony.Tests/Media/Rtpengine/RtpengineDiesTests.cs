using System.Threading.Channels;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.EndToEnd.Peers;
using CallCenter.Telephony.Media.Rtpengine;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Telephony.Tests.Media.Rtpengine;

/// <summary>Real rtpengines that are killed, with and without a Redis that keeps their sessions.</summary>
public sealed class RtpengineDiesTests : IDisposable
{
    private static readonly ActorId Call = ActorId.Call("demo", "0123456789abcdef0123456789abcdef");
    private const double CallersTone = 1_000;
    private const double OthersTone = 1_500;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly RtpPhone caller = new();
    private readonly RtpPhone other = new(payload: 8);

    public void Dispose()
    {
        caller.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task With_Redis_talks_go_on_after_a_restart_and_who_waits_hears_music_again()
    {
        var address = OneRtpengine.NextAddress();
        await using var redis = Started.Start("redis-server", ["--bind", address, "--port", "6399", "--save", "", "--appendonly", "no"]);
        await redis.Line(line => line.Contains("Ready to accept connections", StringComparison.Ordinal));
        await using var engine = await EndToEnd.Peers.Rtpengine.Start(address, redis: $"{address}:6399/5");
        using var media = await Open(engine);
        using var waiter = new RtpPhone();
        var (talk, waiting) = (await Talk(media), await Slot(media));
        await Apply(media, new MediaDesired(waiting, 1, waiter.Peer(), Heard.MusicOnHold(""), null, Heard.Silence));
        await waiter.Hear(10);

        await engine.Kill();
        await engine.Start();

        await HearEachOther(talk.Slot);
        waiter.Forget();
        Assert.True((await waiter.Hear(50)).Samples().Max(Math.Abs) > 500);
        await Apply(media, talk with { Version = 2, OtherHears = Heard.Silence });
    }

    [Fact]
    public async Task After_a_restart_only_who_had_a_session_last_tells_it_again()
    {
        var address = OneRtpengine.NextAddress();
        await using var redis = Started.Start("redis-server", ["--bind", address, "--port", "6399", "--save", "", "--appendonly", "no"]);
        await redis.Line(line => line.Contains("Ready to accept connections", StringComparison.Ordinal));
        await using var engine = await EndToEnd.Peers.Rtpengine.Start(address, redis: $"{address}:6399/5");
        using var first = await Open(engine);
        using var second = await Open(engine);
        var slot = await Slot(first);
        await Apply(first, new MediaDesired(slot, 1, caller.Peer(), Heard.MusicOnHold(""), null, Heard.Silence));
        await Apply(second, new MediaDesired(slot, 2, caller.Peer(), Heard.OtherSide, other.Peer(), Heard.OtherSide));

        await engine.Kill();
        await engine.Start();
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (first.Sessions > 0)
        {
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        caller.Forget();
        await HearEachOther(slot);
        Assert.Equal(1, second.Sessions);
    }

    [Fact]
    public async Task Who_gets_a_session_back_believes_nothing_that_it_remembers_of_it()
    {
        await using var engine = await EndToEnd.Peers.Rtpengine.Start(OneRtpengine.NextAddress());
        using var first = await Open(engine);
        using var second = await Open(engine);
        var slot = await Slot(first);
        var waiting = new MediaDesired(slot, 1, caller.Peer(), Heard.MusicOnHold(""), null, Heard.Silence);
        await Apply(first, waiting);
        await Apply(second, new MediaDesired(slot, 2, caller.Peer(), Heard.OtherSide, other.Peer(), Heard.OtherSide));
        await Apply(second, new MediaDesired(slot, 3, caller.Peer(), Heard.Silence, null, Heard.Silence));
        caller.Forget();

        await Apply(first, waiting with { Version = 4 });

        Assert.True((await caller.Hear(50)).Samples().Max(Math.Abs) > 500);
    }

    [Fact]
    public async Task Without_Redis_its_sessions_are_lost_and_no_other_stands_for_them()
    {
        await using var engine = await EndToEnd.Peers.Rtpengine.Start(OneRtpengine.NextAddress());
        using var media = await Open(engine);
        var talk = await Talk(media);

        await engine.Kill();
        await engine.Start();

        Assert.False(await Answered(() => media.Apply(Call, talk with { Version = 2, Other = other.Peer(telephoneEvent: 96) }, TestContext.Current.CancellationToken)));
        using var client = new NgClient("one", engine.Control, TimeProvider.System);
        var kept = await client.Ask(NgValue.Table.Empty.With("command", "list").With("limit", 10), TestContext.Current.CancellationToken);
        Assert.Equal(0, kept.Content.Inner("calls")?.Entries.Count ?? 0);
    }

    [Fact]
    public async Task What_ends_while_an_instance_is_not_reached_is_closed_there_when_it_is_again()
    {
        await using var engine = await EndToEnd.Peers.Rtpengine.Start(OneRtpengine.NextAddress());
        using var media = await Open(engine);
        var slot = await Slot(media);
        await engine.Process.Signal("-STOP");
        await Until(() => Task.FromResult(!media.Instances.Single().IsThere));

        Assert.True(await media.Free(slot, TestContext.Current.CancellationToken));
        await engine.Process.Signal("-CONT");

        using var client = new NgClient("one", engine.Control, TimeProvider.System);
        await Until(async () => !(await client.Ask(NgValue.Table.Empty.With("command", "query").With("call-id", RtpengineInstance.CallOf(slot)), TestContext.Current.CancellationToken)).IsOk);
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
        {
            await looks.WaitForNextTickAsync(deadline.Token);
        }
    }

    [Fact]
    public async Task New_sessions_go_to_an_instance_that_is_there()
    {
        await using var one = await EndToEnd.Peers.Rtpengine.Start(OneRtpengine.NextAddress());
        await using var two = await EndToEnd.Peers.Rtpengine.Start(OneRtpengine.NextAddress());
        using var media = await Open(one, two);
        var first = await Slot(media);
        var both = new List<string>();
        for (var call = 0; call < 20; call++)
        {
            both.Add((await Slot(media)).Instance);
        }

        await (first.Instance == "one" ? one : two).Kill();

        Assert.Equal(["one", "two"], both.Distinct().Order());
        for (var call = 0; call < 20; call++)
        {
            Assert.NotEqual(first.Instance, (await Slot(media)).Instance);
        }
    }

    [Fact]
    public async Task The_calls_of_one_that_is_gone_are_moved_to_another_and_the_others_stay()
    {
        await using var one = await EndToEnd.Peers.Rtpengine.Start(OneRtpengine.NextAddress());
        await using var two = await EndToEnd.Peers.Rtpengine.Start(OneRtpengine.NextAddress());
        using var media = await Open(one, two);
        var core = new Core();
        using var mover = new MediaMover(media, core, TimeProvider.System, NullLogger<MediaMover>.Instance);
        var slots = new List<MediaSlot>();
        for (var call = 0; call < 20; call++)
        {
            slots.Add(await Slot(media));
            await Apply(media, new MediaDesired(slots[^1], 1, caller.Peer(), Heard.Silence, null, Heard.Silence));
        }

        await one.Kill();

        var lost = slots.Where(slot => slot.Instance == "one").ToList();
        Assert.InRange(lost.Count, 1, 19);
        foreach (var _ in lost)
        {
            var move = await core.Next();
            Assert.Contains(lost, slot => slot.Lease == move.From);
            Assert.Equal("two", move.To.Instance);
        }

        Assert.All(slots.Except(lost), slot => Assert.False(media.IsLost(slot)));
    }

    private static async Task<RtpengineMedia> Open(params EndToEnd.Peers.Rtpengine[] engines)
    {
        string[] names = ["one", "two"];
        var media = new RtpengineMedia(
            new RtpengineOptions { Instances = [.. engines.Select((engine, number) => new RtpengineAddress(names[number], engine.Control))] }, NullLogger<RtpengineMedia>.Instance);
        await media.Reached.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return media;
    }

    private static async Task<MediaSlot> Slot(RtpengineMedia media) =>
        await media.Allocate(Guid.NewGuid().ToString()) ?? throw new InvalidOperationException("no slot is free");

    private static async Task Apply(RtpengineMedia media, MediaDesired desired) =>
        Assert.True(await Answered(() => media.Apply(Call, desired, TestContext.Current.CancellationToken)));

    /// <summary>As the engine does: asked again until there is an answer.</summary>
    private static async Task<bool> Answered(Func<Task<bool>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (TimeoutException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<MediaDesired> Talk(RtpengineMedia media)
    {
        var talk = new MediaDesired(await Slot(media), 1, caller.Peer(), Heard.OtherSide, other.Peer(), Heard.OtherSide);
        await Apply(media, talk);
        await HearEachOther(talk.Slot);
        return talk;
    }

    /// <summary>A core whose calls take every session that is brought.</summary>
    private sealed class Core : ISignals
    {
        private readonly Channel<CallCommand.MoveMedia> told = Channel.CreateUnbounded<CallCommand.MoveMedia>();

        public ValueTask<SignalAnswer> Tell(ActorId to, object command, TimeSpan deadline)
        {
            var move = (CallCommand.MoveMedia)command;
            told.Writer.TryWrite(move);
            return ValueTask.FromResult<SignalAnswer>(new SignalAnswer.Answered(new ArrivalReply(move.To)));
        }

        public async Task<CallCommand.MoveMedia> Next()
        {
            using var deadline = new CancellationTokenSource(Deadline);
            return await told.Reader.ReadAsync(deadline.Token);
        }
    }

    /// <summary>They talk until both have heard the other.</summary>
    private async Task HearEachOther(MediaSlot slot)
    {
        var (atOther, atCaller) = (other.Hear(20), caller.Hear(20));
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!atOther.IsCompleted || !atCaller.IsCompleted)
        {
            caller.Say(slot, MediaSide.Caller, CallersTone, frames: 1);
            other.Say(slot, MediaSide.Other, OthersTone, frames: 1);
            await frames.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.True((await atOther).Share(CallersTone) > 0.9);
        Assert.True((await atCaller).Share(OthersTone) > 0.9);
        caller.Forget();
        other.Forget();
    }
}
