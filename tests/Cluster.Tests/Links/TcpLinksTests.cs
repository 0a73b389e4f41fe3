using System.Collections.Concurrent;
using CallCenter.Cluster.Links;
using static CallCenter.Cluster.Tests.Links.LinkHeard;

namespace CallCenter.Cluster.Tests.Links;

/// <summary>Links between two processes that keep to the protocol, over real sockets.</summary>
public sealed class TcpLinksTests
{
    [Fact]
    public async Task Frames_go_both_ways_in_order()
    {
        var (lower, higher) = await LinkedProcess.Pair();
        await using var one = lower;
        await using var other = higher;
        var sent = new FrameSamples(new Random(1)).OfEveryKind().ToList();

        foreach (var frame in sent)
        {
            Assert.True(lower.Links.TrySend("b", frame));
            Assert.True(higher.Links.TrySend("a", frame));
        }

        foreach (var frame in sent)
        {
            FrameSamples.AssertSame(frame, (await higher.Heard.Next<Got>()).Frame);
            FrameSamples.AssertSame(frame, (await lower.Heard.Next<Got>()).Frame);
        }
    }

    [Fact]
    public async Task A_hundred_thousand_frames_of_many_threads_arrive_each_senders_in_order()
    {
        const int Senders = 4;
        const int Each = 25_000;
        var (lower, higher) = await LinkedProcess.Pair();
        await using var one = lower;
        await using var other = higher;
        var (last, wrong, count) = (new long[Senders], 0, 0);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        higher.Heard.OnFrame = frame =>
        {
            var id = ((Frame.Probe)frame).Id;
            wrong += last[id % Senders]++ == id / Senders ? 0 : 1;
            if (++count == Senders * Each)
            {
                all.SetResult();
            }
        };

        var unsent = new ConcurrentBag<long>();
        Parallel.For(0, Senders, sender =>
        {
            for (var number = 0; number < Each; number++)
            {
                var id = (number * Senders) + sender;
                if (!lower.Links.TrySend("b", new Frame.Probe(id)))
                {
                    unsent.Add(id);
                }
            }
        });
        await all.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Empty(unsent);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task A_batch_larger_than_a_frame_arrives_in_several()
    {
        var (lower, higher) = await LinkedProcess.Pair(LinkedProcess.Options with { FrameBytesMax = 4_096 });
        await using var one = lower;
        await using var other = higher;
        var samples = new FrameSamples(new Random(7));
        List<CommittedEvent> events = [.. Enumerable.Range(0, 100).Select(_ => samples.Event())];

        Assert.True(lower.Links.TrySend("b", new Frame.Committed(events)));

        List<CommittedEvent> arrived = [];
        while (arrived.Count < events.Count)
        {
            arrived.AddRange(Assert.IsType<Frame.Committed>((await higher.Heard.Next<Got>()).Frame).Events);
        }

        FrameSamples.AssertSame(new Frame.Committed(events), new Frame.Committed(arrived));
    }

    [Fact]
    public async Task A_frame_larger_than_allowed_is_not_sent_and_the_link_goes_on()
    {
        var (lower, higher) = await LinkedProcess.Pair(LinkedProcess.Options with { FrameBytesMax = 1_024 });
        await using var one = lower;
        await using var other = higher;

        Assert.False(lower.Links.TrySend("b", new Frame.Heads(Enumerable.Range(0, 1_000).ToDictionary(shard => shard, shard => (long)shard))));
        Assert.True(lower.Links.TrySend("b", new Frame.Probe(1)));

        Assert.Equal(new Frame.Probe(1), (await higher.Heard.Next<Got>()).Frame);
    }

    [Fact]
    public async Task Who_leaves_says_so_and_then_nobody_is_there()
    {
        var (lower, higher) = await LinkedProcess.Pair();
        await using var one = lower;
        Assert.True(higher.Links.TrySend("a", new Frame.Probe(1)));

        await higher.DisposeAsync();

        Assert.Equal(new Frame.Probe(1), (await lower.Heard.Next<Got>()).Frame);
        Assert.Equal(LinkEnd.Closed, (await lower.Heard.Next<Down>()).End);
        Assert.Equal(LinkEnd.Reset, (await lower.Heard.Until<Down>(down => down.End == LinkEnd.Reset)).End);
        Assert.False(lower.Links.TrySend("b", new Frame.Probe(2)));
    }

    [Fact]
    public async Task The_one_who_is_called_hears_too_that_nobody_is_there()
    {
        var (lower, higher) = await LinkedProcess.Pair();
        await using var other = higher;

        await lower.DisposeAsync();

        Assert.Equal(LinkEnd.Closed, (await higher.Heard.Next<Down>()).End);
        await higher.Heard.Until<Down>(down => down.End == LinkEnd.Reset);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public async Task A_restart_is_another_peer(string restarted, string stays)
    {
        await using var there = LinkedProcess.Start(stays, 1);
        var before = LinkedProcess.Start(restarted, 2);
        there.Links.Reach([before.Me]);
        before.Links.Reach([there.Me]);
        await there.Heard.Until<Up>();
        await before.DisposeAsync();

        await using var after = LinkedProcess.Start(restarted, 3);
        after.Links.Reach([there.Me]);
        there.Links.Reach([after.Me]);

        Assert.Equal(after.Me, (await there.Heard.Until<Up>()).Peer);
        Assert.Equal(there.Me, (await after.Heard.Until<Up>()).Peer);
        Assert.True(there.Links.TrySend(restarted, new Frame.Probe(5)));
        Assert.Equal(new Frame.Probe(5), (await after.Heard.Until<Got>()).Frame);
    }

    [Fact]
    public async Task A_link_that_broke_is_made_again()
    {
        await using var process = LinkedProcess.Start("b", 2);
        var self = process.Self with { Name = "a", Incarnation = 1 };
        process.Links.Reach([new Peer("a", 1, process.Me.Address)]);
        using var broken = await RawPeer.Join(process.Me, self);
        await process.Heard.Until<Up>();

        broken.Reset();

        Assert.Equal(LinkEnd.Reset, (await process.Heard.Until<Down>()).End);
        using var again = await RawPeer.Join(process.Me, self);
        await process.Heard.Until<Up>();
        Assert.True(process.Links.TrySend("a", new Frame.Probe(1)));
        Assert.Equal(Cluster.Links.Wire.FrameKind.Probe, await again.Hears());
    }

    /// <summary>However fast the one who is called takes the connection up: it does not take it for a second one.</summary>
    [Fact]
    public async Task A_link_that_was_just_made_is_not_dropped_for_itself()
    {
        const int Callers = 16;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            await using var process = LinkedProcess.Start("b", 2);
            var self = process.Self with { Name = "a", Incarnation = 1 };
            process.Links.Reach([new Peer("a", 1, process.Me.Address)]);
            for (var times = 0; times < 100; times++)
            {
                using var caller = await RawPeer.Join(process.Me, self);
                await process.Heard.Until<Up>();

                caller.Vanish();

                Assert.Equal(LinkEnd.Reset, (await process.Heard.Next<Down>()).End);
            }
        }));
    }

    /// <summary>As when the called one was too slow for the caller's patience: it finds the call, and behind it the next one.</summary>
    [Fact]
    public async Task A_call_that_was_given_up_is_no_link_and_takes_no_links_place()
    {
        await using var process = LinkedProcess.Start("b", 2);
        process.Links.Reach([new Peer("a", 1, process.Me.Address)]);
        var self = process.Self with { Name = "a", Incarnation = 1 };
        await GiveUp(process.Me, self);
        using var good = await RawPeer.Join(process.Me, self);
        await process.Heard.Next<Up>();

        for (var times = 0; times < 20; times++)
        {
            await GiveUp(process.Me, self);
            await good.Say(new Frame.Probe(times));
            Assert.Equal(new Frame.Probe(times), (await process.Heard.Next<Got>()).Frame);
        }
    }

    [Fact]
    public async Task Who_is_not_reached_for_is_turned_away_and_heard_of()
    {
        await using var there = LinkedProcess.Start("m", 1);
        await using var higher = LinkedProcess.Start("z", 2);
        await using var lower = LinkedProcess.Start("a", 3);

        higher.Links.Reach([there.Me]);
        Assert.Equal(("z", 2), await there.Heard.Stranger());
        lower.Links.Reach([there.Me]);
        (string, long) stranger;
        do
        {
            stranger = await there.Heard.Stranger();
        }
        while (stranger == ("z", 2));

        Assert.Equal(("a", 3), stranger);
        there.Links.Reach([higher.Me, lower.Me]);
        await higher.Heard.Until<Up>();
        await lower.Heard.Until<Up>();
    }

    [Fact]
    public async Task Who_is_not_wanted_any_more_is_left()
    {
        var (lower, higher) = await LinkedProcess.Pair();
        await using var one = lower;
        await using var other = higher;

        lower.Links.Reach([]);

        Assert.Equal(LinkEnd.Closed, (await higher.Heard.Until<Down>()).End);
        Assert.Equal(LinkEnd.Closed, (await lower.Heard.Until<Down>()).End);
        Assert.False(lower.Links.TrySend("b", new Frame.Probe(1)));
    }

    private static async Task GiveUp(Peer process, Cluster.Links.Wire.Hello self)
    {
        using var caller = await RawPeer.Greet(process, self);
        caller.Vanish();
    }

    [Fact]
    public async Task A_full_buffer_says_no_to_bulk_first_and_what_was_taken_arrives()
    {
        var options = LinkedProcess.Options with { FrameBytesMax = 64 * 1024, LinkBufferMax = 1024 * 1024, LinkBufferReserve = 64 * 1024 };
        var (lower, higher) = await LinkedProcess.Pair(options);
        await using var one = lower;
        await using var other = higher;
        using var slow = new ManualResetEventSlim();
        higher.Heard.OnFrame = _ => slow.Wait(TimeSpan.FromSeconds(30));
        var bulk = new Frame.Committed([new CommittedEvent(1, 1, 1, Actors.ActorId.Call("demo", "c"), 1, "call_arrived", new byte[32 * 1024], DateTimeOffset.UnixEpoch)]);

        var taken = 0;
        while (taken < 10_000 && lower.Links.TrySend("b", bulk))
        {
            taken++;
        }

        Assert.InRange(taken, 1, 9_999);
        Assert.True(lower.Links.TrySend("b", new Frame.Probe(9)));
        slow.Set();
        for (var arrived = 0; arrived < taken; arrived++)
        {
            Assert.IsType<Frame.Committed>((await higher.Heard.Next<Got>()).Frame);
        }

        Assert.Equal(new Frame.Probe(9), (await higher.Heard.Next<Got>()).Frame);
        Assert.True(lower.Links.TrySend("b", bulk));
        Assert.IsType<Frame.Committed>((await higher.Heard.Next<Got>()).Frame);
    }
}
