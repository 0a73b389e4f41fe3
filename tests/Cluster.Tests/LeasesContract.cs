using System.Collections.Immutable;
using System.Text;
using CallCenter.Actors;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;
using static CallCenter.Cluster.Membership.JoinResult;

namespace CallCenter.Cluster.Tests;

/// <summary>What every register of members and owners must do, whatever it is made of. Eight shards; processes are called a, b, c.</summary>
public abstract class LeasesContract
{
    protected const int ShardCount = 8;
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    /// <summary>Does not end by itself while a busy machine runs the test.</summary>
    private static readonly TimeSpan LongLease = TimeSpan.FromMinutes(1);
    private static readonly int[] AllShards = [.. Enumerable.Range(0, ShardCount)];

    /// <summary>Another process's way to the same register.</summary>
    private protected abstract ILeases Open();

    /// <summary>The journal that is fenced by the same register.</summary>
    protected abstract IEventStore Store();

    /// <summary>So much time passes by the database's clock, and nothing else happens.</summary>
    protected abstract Task Pass(TimeSpan time);

    [Fact]
    public async Task Who_joins_is_in_the_view_with_all_that_it_said()
    {
        var leases = Open();

        var joined = Assert.IsType<Joined>(await leases.Join(Request("a") with { Roles = Roles.Core | Roles.Edge, Protocol = 3 }, default));

        var member = Assert.Single(joined.First.View.Members).Value;
        Assert.Equal(("a", joined.Incarnation, "a:7000", Roles.Core | Roles.Edge, 3, MemberState.Up), (member.Name, member.Incarnation, member.Address, member.Roles, member.Protocol, member.State));
        Assert.InRange(member.ExpiresIn, TimeSpan.FromTicks(1), Lease);
        Assert.Equal(Enumerable.Repeat(new ShardOwner(0, 0), ShardCount), joined.First.View.Shards);
    }

    [Fact]
    public async Task A_name_is_refused_while_a_living_process_has_it()
    {
        await Joined("a");

        var refused = Assert.IsType<NameInUse>(await Open().Join(Request("a"), default));

        Assert.Equal("a:7000", refused.Address);
        Assert.InRange(refused.Remaining, TimeSpan.FromTicks(1), Lease);
    }

    [Theory]
    [InlineData("a:7000", true)]
    [InlineData("elsewhere:7000", false)]
    public async Task Who_starts_and_listens_at_the_address_of_the_name_has_it_at_once(string address, bool isJoined)
    {
        var (first, earlier) = await Joined("a");

        var second = await Open().Join(Request("a") with { Address = address, IsStart = true }, default);

        Assert.Equal(isJoined, second is Joined);
        Assert.Equal(isJoined, await first.Renew(earlier, MemberState.Up, Lease, false, default) is null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_join_whose_answer_was_lost_finds_itself_when_it_is_said_again(bool isStart)
    {
        var request = Request("a") with { IsStart = isStart, Start = Guid.NewGuid() };
        var leases = Open();
        var lost = Assert.IsType<Joined>(await leases.Join(request, default));

        var found = Assert.IsType<Joined>(await leases.Join(request, default));

        Assert.Equal(lost.Incarnation, found.Incarnation);
        Assert.Equal(lost.Incarnation, Assert.Single(found.First.View.Members).Value.Incarnation);
        await Renewed(leases, found.Incarnation);
        Assert.IsType<NameInUse>(await Open().Join(Request("a") with { Start = Guid.NewGuid() }, default));
    }

    [Fact]
    public async Task A_join_of_an_earlier_start_that_comes_late_takes_nobodys_place()
    {
        var (earlier, later) = (Request("a") with { IsStart = true, Start = new Guid(1, 0, 0, new byte[8]) }, Request("a") with { IsStart = true, Start = new Guid(2, 0, 0, new byte[8]) });
        var leases = Open();
        Assert.IsType<Joined>(await Open().Join(earlier, default));
        var joined = Assert.IsType<Joined>(await leases.Join(later, default));

        Assert.IsType<NameInUse>(await Open().Join(earlier, default));

        await Renewed(leases, joined.Incarnation);
    }

    [Fact]
    public async Task A_start_that_was_evicted_comes_back_under_a_new_incarnation()
    {
        var request = Request("a") with { Start = Guid.NewGuid() };
        var leases = Open();
        var first = Assert.IsType<Joined>(await leases.Join(request, default));
        await Pass(Lease * 1.1);
        Assert.True(await leases.Evict(first.Incarnation, default));

        var second = Assert.IsType<Joined>(await leases.Join(request, default));

        Assert.True(second.Incarnation > first.Incarnation);
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_lease_has_ended_and_the_earlier_start_stands_no_more()
    {
        var (first, earlier) = await Joined("a");
        await first.Acquire(earlier, [1], default);
        await Pass(Lease * 1.1);

        var (second, later) = await Joined("a");

        Assert.True(later > earlier);
        Assert.Null(await first.Renew(earlier, MemberState.Up, Lease, false, default));
        Assert.Equal(2L, (await second.Acquire(later, [1], default))[1]);
    }

    [Fact]
    public async Task Who_left_may_come_back_at_once()
    {
        var (leases, earlier) = await Joined("a");
        await leases.Leave(earlier, default);
        await leases.Leave(earlier, default);

        var (_, later) = await Joined("a");

        Assert.True(later > earlier);
    }

    [Fact]
    public async Task Incarnations_are_never_used_twice()
    {
        var seen = new List<long>();
        for (var start = 0; start < 3; start++)
        {
            var (leases, incarnation) = await Joined("a");
            seen.Add(incarnation);
            await leases.Leave(incarnation, default);
        }

        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.DoesNotContain(0, seen);
    }

    [Fact]
    public async Task The_first_join_names_the_cluster_and_another_cluster_is_refused()
    {
        await Joined("a");

        var refused = Assert.IsType<OtherCluster>(await Open().Join(Request("b") with { Cluster = "elsewhere" }, default));

        Assert.Equal("center", refused.Cluster);
    }

    [Fact]
    public async Task The_floor_rises_when_nobody_speaks_less_and_older_programs_are_refused_then()
    {
        var (old, oldOne) = await Joined("a", protocol: 1);
        var (young, youngOne) = await Joined("b", protocol: 2);
        Assert.Equal(1, (await Renewed(young, youngOne)).View.ProtocolFloor);

        await old.Leave(oldOne, default);

        Assert.Equal(2, (await Renewed(young, youngOne)).View.ProtocolFloor);
        Assert.Equal(2, Assert.IsType<TooOld>(await Open().Join(Request("c") with { Protocol = 1 }, default)).ProtocolFloor);
    }

    [Fact]
    public async Task A_process_that_is_only_late_still_holds_the_floor_down()
    {
        await Joined("a", protocol: 1);
        var (young, youngOne) = await Joined("b", protocol: 2);
        await Pass(Lease * 2);

        Assert.Equal(1, (await Renewed(young, youngOne)).View.ProtocolFloor);
    }

    [Fact]
    public async Task A_renewal_matches_the_incarnation_only_so_that_an_outage_changes_nothing()
    {
        var (leases, a) = await Joined("a");
        await leases.Acquire(a, AllShards, default);
        await Pass(Lease * 100);

        var renewed = await Renewed(leases, a);

        Assert.All(renewed.View.Shards, owner => Assert.Equal(new ShardOwner(a, 1), owner));
        Assert.True(renewed.View.Members["a"].ExpiresIn > TimeSpan.Zero);
    }

    [Fact]
    public async Task An_ended_lease_shows_as_negative_and_its_member_still_stands()
    {
        await Joined("a");
        var (leases, b) = await Joined("b");
        await Pass(Lease * 1.5);

        var late = (await Renewed(leases, b)).View.Members["a"];

        Assert.Equal(MemberState.Up, late.State);
        Assert.True(late.ExpiresIn < TimeSpan.Zero);
    }

    [Fact]
    public async Task The_databases_time_comes_with_each_renewal_and_goes_on()
    {
        var (leases, a) = await Joined("a");
        var first = await Renewed(leases, a);

        var second = await Renewed(leases, a);

        Assert.True(second.DatabaseTime >= first.DatabaseTime);
    }

    [Fact]
    public async Task A_draining_member_says_so_in_its_renewal_and_takes_nothing_more()
    {
        var (leases, a) = await Joined("a");
        await leases.Acquire(a, [1], default);

        var renewed = await leases.Renew(a, MemberState.Draining, Lease, false, default);

        Assert.Equal(MemberState.Draining, renewed!.View.Members["a"].State);
        Assert.Equal([1], (await leases.Acquire(a, [1, 2], default)).Keys);
    }

    [Fact]
    public async Task Shards_that_are_nobodys_are_taken_under_a_new_epoch_and_shown_to_all()
    {
        var (leases, a) = await Joined("a");
        var (other, b) = await Joined("b");

        var taken = await leases.Acquire(a, [5, 2], default);

        Assert.Equal([(2, 1L), (5, 1L)], taken.OrderBy(item => item.Key).Select(item => (item.Key, item.Value)));
        var view = (await Renewed(other, b)).View;
        Assert.Equal(new ShardOwner(a, 1), view.Shards[2]);
        Assert.Equal(new ShardOwner(0, 0), view.Shards[3]);
    }

    [Fact]
    public async Task A_living_members_shards_are_not_taken()
    {
        var (first, a) = await Joined("a");
        var (second, b) = await Joined("b");
        await first.Acquire(a, [1, 2], default);

        var taken = await second.Acquire(b, [1, 2, 3], default);

        Assert.Equal([3], taken.Keys);
    }

    [Fact]
    public async Task A_late_members_shards_are_not_taken_before_it_is_evicted()
    {
        var (first, a) = await Joined("a");
        var (second, b) = await Joined("b");
        await first.Acquire(a, [1], default);
        await Pass(Lease * 2);

        Assert.Empty(await second.Acquire(b, [1], default));
        Assert.True(await second.Evict(a, default));
        Assert.Equal(2L, (await second.Acquire(b, [1], default))[1]);
    }

    [Fact]
    public async Task Taking_again_what_is_held_raises_nothing_and_answers_the_epochs()
    {
        var (leases, a) = await Joined("a");
        await leases.Acquire(a, [1, 2], default);

        var again = await leases.Acquire(a, [1, 2], default);

        Assert.Equal([(1, 1L), (2, 1L)], again.OrderBy(item => item.Key).Select(item => (item.Key, item.Value)));
    }

    [Fact]
    public async Task Who_stands_no_more_takes_nothing()
    {
        var (leases, a) = await Joined("a");
        await leases.Leave(a, default);

        Assert.Empty(await leases.Acquire(a, AllShards, default));
    }

    [Fact]
    public async Task The_shards_of_who_left_are_free_at_once()
    {
        var (first, a) = await Joined("a");
        var (second, b) = await Joined("b");
        await first.Acquire(a, AllShards, default);

        await first.Leave(a, default);

        Assert.Equal(ShardCount, (await second.Acquire(b, AllShards, default)).Count);
        Assert.Null(await first.Renew(a, MemberState.Up, Lease, false, default));
    }

    [Fact]
    public async Task Who_left_is_in_the_view_as_long_as_it_owns_shards()
    {
        var (first, a) = await Joined("a");
        var (second, b) = await Joined("b");
        await first.Acquire(a, [1], default);
        await first.Leave(a, default);

        Assert.Equal(MemberState.Left, (await Renewed(second, b)).View.Members["a"].State);
        await second.Acquire(b, [1], default);
        Assert.Equal(["b"], (await Renewed(second, b)).View.Members.Keys);
    }

    [Fact]
    public async Task A_hand_over_raises_the_epoch_and_may_be_repeated()
    {
        var (first, a) = await Joined("a");
        var (second, b) = await Joined("b");
        var held = await first.Acquire(a, [1, 2, 3], default);
        var given = held.Where(item => item.Key != 3).ToDictionary();

        var gone = await first.HandOver(a, given, b, default);
        var again = await first.HandOver(a, given, b, default);

        Assert.Equal([(1, 2L), (2, 2L)], gone.OrderBy(item => item.Key).Select(item => (item.Key, item.Value)));
        Assert.Equal(gone.OrderBy(item => item.Key), again.OrderBy(item => item.Key));
        Assert.Equal([1, 2], (await second.Acquire(b, [1, 2, 3], default)).Keys.Order());
    }

    [Fact]
    public async Task What_is_held_no_more_or_under_another_epoch_is_not_handed_over()
    {
        var (first, a) = await Joined("a");
        var (_, b) = await Joined("b");
        await first.Acquire(a, [1], default);

        Assert.Empty(await first.HandOver(a, new Dictionary<int, long> { [1] = 7, [2] = 1 }, b, default));
    }

    [Theory]
    [InlineData("left")]
    [InlineData("late")]
    [InlineData("draining")]
    public async Task Nothing_is_handed_over_to_who_cannot_serve_it(string why)
    {
        var (first, a) = await Joined("a");
        var (second, b) = await Joined("b");
        var held = await first.Acquire(a, [1], default);
        await (why switch
        {
            "left" => second.Leave(b, default),
            "draining" => second.Renew(b, MemberState.Draining, Lease, false, default),
            _ => Pass(Lease * 1.1),
        });

        Assert.Empty(await first.HandOver(a, held, b, default));
    }

    [Fact]
    public async Task Who_renews_is_not_evicted_on_one_word()
    {
        var (_, a) = await Joined("a", lease: LongLease);
        var (second, b) = await Joined("b", lease: LongLease);
        await Joined("c", lease: LongLease);

        await second.Suspect(b, a, Suspicion.LinkReset, default);
        await second.Suspect(b, a, Suspicion.Silent, default);

        Assert.False(await second.Evict(a, default));
    }

    [Fact]
    public async Task Two_suspecters_evict()
    {
        var (first, a) = await Joined("a", lease: LongLease);
        var (second, b) = await Joined("b", lease: LongLease);
        var (third, c) = await Joined("c", lease: LongLease);
        await first.Acquire(a, [1], default);
        await second.Suspect(b, a, Suspicion.Silent, default);
        await third.Suspect(c, a, Suspicion.CannotRenew, default);

        Assert.True(await third.Evict(a, default));
        Assert.True(await third.Evict(a, default));

        Assert.Null(await first.Renew(a, MemberState.Up, LongLease, false, default));
        Assert.Equal(MemberState.Evicted, (await Renewed(third, c)).View.Members["a"].State);
    }

    [Fact]
    public async Task Who_renews_has_refuted_its_word_that_it_cannot_and_no_other_suspicion()
    {
        var (first, a) = await Joined("a", lease: LongLease);
        var (second, b) = await Joined("b", lease: LongLease);
        var (third, c) = await Joined("c", lease: LongLease);
        await second.Suspect(b, a, Suspicion.CannotRenew, default);
        await third.Suspect(c, a, Suspicion.CannotRenew, default);
        await first.Renew(a, MemberState.Up, LongLease, false, default);

        Assert.False(await third.Evict(a, default));

        await second.Suspect(b, a, Suspicion.Silent, default);
        await third.Suspect(c, a, Suspicion.Silent, default);
        await first.Renew(a, MemberState.Up, LongLease, false, default);

        Assert.True(await third.Evict(a, default));
    }

    [Fact]
    public async Task Who_renews_after_it_stood_still_has_explained_its_silence_until_it_is_noted_anew()
    {
        var (first, a) = await Joined("a", lease: LongLease);
        var (second, b) = await Joined("b", lease: LongLease);
        var (third, c) = await Joined("c", lease: LongLease);
        await second.Suspect(b, a, Suspicion.Silent, default);
        await third.Suspect(c, a, Suspicion.Silent, default);
        await first.Renew(a, MemberState.Up, LongLease, true, default);

        Assert.False(await third.Evict(a, default));

        await second.Suspect(b, a, Suspicion.Silent, default);
        await third.Suspect(c, a, Suspicion.Silent, default);

        Assert.True(await third.Evict(a, default));
    }

    [Fact]
    public async Task A_suspicion_counts_for_a_while_only()
    {
        var (_, a) = await Joined("a", lease: LongLease);
        var (second, b) = await Joined("b", lease: LongLease);
        var (third, c) = await Joined("c", lease: LongLease);
        await second.Suspect(b, a, Suspicion.Silent, default);
        await Pass(ILeases.SuspicionLasts * 1.2);
        await third.Suspect(c, a, Suspicion.Silent, default);

        Assert.False(await third.Evict(a, default));
        await second.Suspect(b, a, Suspicion.Silent, default);
        Assert.True(await third.Evict(a, default));
    }

    [Theory]
    [InlineData(Suspicion.LinkReset, true)]
    [InlineData(Suspicion.CannotRenew, true)]
    [InlineData(Suspicion.Silent, false)]
    internal async Task Of_two_members_a_reset_link_or_its_own_word_is_enough_and_silence_is_not(Suspicion why, bool evicted)
    {
        var (_, a) = await Joined("a", lease: LongLease);
        var (second, b) = await Joined("b", lease: LongLease);

        await second.Suspect(b, a, why, default);

        Assert.Equal(evicted, await second.Evict(a, default));
    }

    [Fact]
    public async Task The_word_of_who_stands_no_more_does_not_count()
    {
        var (_, a) = await Joined("a", lease: LongLease);
        var (second, b) = await Joined("b", lease: LongLease);
        var (third, c) = await Joined("c", lease: LongLease);
        await Joined("d", lease: LongLease);
        await second.Suspect(b, a, Suspicion.Silent, default);
        await third.Suspect(c, a, Suspicion.Silent, default);
        await second.Leave(b, default);

        Assert.False(await third.Evict(a, default));
    }

    [Fact]
    public async Task A_lease_that_ended_is_enough()
    {
        var (_, a) = await Joined("a");
        await Pass(Lease * 1.1);
        var (second, _) = await Joined("b");

        Assert.True(await second.Evict(a, default));
    }

    [Fact]
    public async Task Who_never_was_stands_no_more() => Assert.True(await Open().Evict(987_654, default));

    [Fact]
    public async Task A_stale_epoch_writes_nothing_after_a_take_over_and_every_lost_shard_is_named()
    {
        var (first, a) = await Joined("a");
        var (second, b) = await Joined("b");
        var held = await first.Acquire(a, [1, 2, 3], default);
        var store = Store();
        Assert.IsType<AppendResult.Appended>(await store.Append(Batch(held, position: 1), default));
        await first.Leave(a, default);
        await second.Acquire(b, [1, 3], default);

        var fenced = Assert.IsType<AppendResult.Fenced>(await store.Append(Batch(held, position: 2), default));

        Assert.Equal([1, 3], fenced.Shards);
        Assert.Equal(1, (await store.Heads(default))[2].Position);
    }

    [Fact]
    public async Task An_owner_that_was_evicted_writes_until_somebody_took_its_shards()
    {
        var (first, a) = await Joined("a");
        var held = await first.Acquire(a, [1], default);
        await Pass(Lease * 1.1);
        var (second, b) = await Joined("b");
        await second.Evict(a, default);
        var store = Store();

        Assert.IsType<AppendResult.Appended>(await store.Append(Batch(held, position: 1), default));
        await second.Acquire(b, [1], default);
        Assert.IsType<AppendResult.Fenced>(await store.Append(Batch(held, position: 2), default));
    }

    private static JoinRequest Request(string name) => new("center", name, $"{name}:7000", Roles.All, 1, Lease);

    private async Task<(ILeases Leases, long Incarnation)> Joined(string name, int protocol = 1, TimeSpan? lease = null)
    {
        var leases = Open();
        var joined = Assert.IsType<Joined>(await leases.Join(Request(name) with { Protocol = protocol, Lease = lease ?? Lease }, default));
        return (leases, joined.Incarnation);
    }

    private static async Task<Renewed> Renewed(ILeases leases, long incarnation)
    {
        var renewed = await leases.Renew(incarnation, MemberState.Up, Lease, false, default);
        Assert.NotNull(renewed);
        return renewed;
    }

    /// <summary>One event in each of these shards, each in a stream of its own.</summary>
    private static AppendBatch Batch(IReadOnlyDictionary<int, long> epochs, long position) => new(
        [.. epochs.Keys.Order().Select(shard => new NewEvent(shard, position, ActorId.Agent("t", $"s{shard}"), position, "tag", Encoding.UTF8.GetBytes("{}")))],
        [],
        epochs.ToImmutableDictionary());
}
