using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Tests.Members;

/// <summary>What a cluster does when its members die, freeze, are cut off, come and go.</summary>
public sealed class ClusterMemberTests
{
    [Fact]
    public void A_lone_member_serves_all_shards_within_two_seconds()
    {
        var world = new MemberWorld();
        world.Start("a");

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Members_that_start_together_share_the_shards_once()
    {
        var world = MemberWorld.Settled();

        Assert.All(world.Alive, process => Assert.InRange(world.ShardsOf(process), MemberWorld.Shards / 6, MemberWorld.Shards / 2));
        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
    }

    /// <summary>The first takes all; what the others should have goes over to them as soon as they count as members that stay.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Members_that_start_seconds_apart_share_the_shards_within_twenty_seconds(int secondsApart)
    {
        var world = new MemberWorld();
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            world.Start(name);
            world.Elapse(TimeSpan.FromSeconds(secondsApart));
        }

        world.Elapse(TimeSpan.FromSeconds(20 - secondsApart));

        Assert.True(world.IsWhole);
        Assert.All(Enumerable.Range(0, MemberWorld.Shards), shard =>
            Assert.Equal(world[Rendezvous.First(shard, names)!].Member.Incarnation, world.Register.OwnerOf(shard)));
    }

    [Fact]
    public void A_killed_member_is_replaced_within_a_second_and_a_half()
    {
        var world = MemberWorld.Settled();
        var others = Owners(world, except: "b");

        world["b"].Kill();
        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(1.5));

        Assert.All(others, owner => Assert.Equal(owner.Incarnation, world.Register.OwnerOf(owner.Shard)));
    }

    [Fact]
    public void A_frozen_member_is_replaced_within_four_seconds()
    {
        var world = MemberWorld.Settled();

        world["b"].Freeze();

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void A_second_of_freezing_moves_nothing()
    {
        var world = MemberWorld.Settled();

        world["b"].Freeze();
        world.Elapse(TimeSpan.FromSeconds(1));
        world["b"].Thaw();
        world.Elapse(TimeSpan.FromSeconds(10));

        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
        Assert.True(world.IsWhole);
    }

    [Fact]
    public void Who_was_frozen_for_long_lets_nothing_leave_until_it_has_joined_again()
    {
        var world = MemberWorld.Settled();
        var frozen = world["b"];
        frozen.Freeze();
        world.Elapse(TimeSpan.FromSeconds(10));
        frozen.Story.Clear();

        Assert.False(frozen.Member.Lease.Stands);
        frozen.Thaw();
        world.Until(() => frozen.Joins == 2, TimeSpan.FromSeconds(2));
        world.Elapse(TimeSpan.FromSeconds(1));

        Assert.Equal(["hold", "lose", "resume"], frozen.Story);
        Assert.Empty(frozen.Hosted);
        Assert.True(frozen.Member.Lease.Stands);
    }

    [Fact]
    public void A_machine_that_slept_holds_until_its_lease_has_proved_itself()
    {
        var world = MemberWorld.Settled();
        var sleeper = world["b"];
        sleeper.Story.Clear();

        sleeper.Sleep(TimeSpan.FromSeconds(1.5));
        world.Elapse(TimeSpan.FromSeconds(1));

        Assert.Equal(["hold", "resume"], sleeper.Story);
        Assert.True(world.IsWhole);
        Assert.Equal(1, sleeper.Joins);
    }

    [Fact]
    public void An_outage_of_the_database_moves_nothing_and_everybody_goes_on()
    {
        var world = MemberWorld.Settled();
        var start = world.Now;

        world.Server.Crash(TimeSpan.FromSeconds(30), toStandby: false);
        world.Until(() => world.Alive.All(process => process.IsHeld), TimeSpan.FromSeconds(4.6));
        world.Elapse(TimeSpan.FromSeconds(30) - (world.Now - start));
        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(1));
        world.Elapse(TimeSpan.FromSeconds(20));

        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
        Assert.All(world.Alive, process => Assert.Equal((1, 1), (process.Joins, process.Holds)));
        Assert.True(world.IsWhole);
    }

    [Fact]
    public void Who_is_cut_off_from_the_database_is_replaced_within_five_seconds()
    {
        var world = MemberWorld.Settled();

        world["b"].CutFromDatabase(TimeSpan.FromSeconds(60));
        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(5));
        world.Elapse(TimeSpan.FromSeconds(10));

        Assert.True(world["b"].IsHeld);
        Assert.Equal(0, world.ShardsOf(world["b"]));
    }

    [Fact]
    public void Of_two_members_the_word_of_the_one_that_cannot_renew_is_enough()
    {
        var world = MemberWorld.Settled("a", "b");

        world["b"].CutFromDatabase(TimeSpan.FromSeconds(60));

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Two_that_do_not_hear_each_other_keep_what_they_own()
    {
        var world = MemberWorld.Settled();

        world.Cut("a", "b");
        world.Elapse(TimeSpan.FromSeconds(60));

        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
        Assert.True(world.IsWhole);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_is_cut_off_from_all_others_in_one_direction_is_replaced_and_comes_back(bool isDeaf)
    {
        var world = MemberWorld.Settled();

        foreach (var other in new[] { "a", "c" })
        {
            world.CutWay(isDeaf ? other : "b", isDeaf ? "b" : other);
        }

        world.Until(() => world.ShardsOf(world["b"]) == 0 && world.IsWhole, TimeSpan.FromSeconds(5));
        world.Heal();
        world.Until(() => world.ShardsOf(world["b"]) > 0 && world.IsWhole, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_third_member_is_given_its_part_by_and_by_and_nothing_else_moves()
    {
        var world = MemberWorld.Settled("a", "b");
        var before = world.Register.Audit.Count;

        var third = world.Start("c");
        world.Elapse(TimeSpan.FromSeconds(9));
        Assert.Equal(0, world.ShardsOf(third));
        world.Elapse(TimeSpan.FromSeconds(20));

        Assert.True(world.IsWhole);
        Assert.InRange(world.ShardsOf(third), MemberWorld.Shards / 6, MemberWorld.Shards / 2);
        Assert.Equal(world.ShardsOf(third), world.Register.Audit.Count - before);
        Assert.All(world.Alive, process => Assert.InRange(process.DrainingMost, 0, third.Member.Options.HandoversMax));
    }

    [Fact]
    public void A_shard_is_away_for_less_than_three_hundred_milliseconds_when_it_is_handed_over()
    {
        var world = MemberWorld.Settled("a", "b");
        var third = world.Start("c");
        world.Until(() => !world.IsWhole, TimeSpan.FromSeconds(20));

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(0.3));

        Assert.NotEqual(0, world.ShardsOf(third));
    }

    [Fact]
    public void Who_leaves_hands_everything_over_first()
    {
        var world = MemberWorld.Settled();
        var isLeft = false;

        world["b"].Member.Leave(() => isLeft = true);
        world["b"].Plan();
        world.Until(() => isLeft, TimeSpan.FromSeconds(2));
        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(0.1));

        Assert.Empty(world["b"].Hosted);
        Assert.Equal(MemberPhase.Ended, world["b"].Member.Phase);
        Assert.Contains("Owned", world["b"].Story);
        Assert.DoesNotContain("hold", world["b"].Story);
    }

    /// <summary>The others cut off who has left: an ask under way to it would never be told to go elsewhere.</summary>
    [Fact]
    public void Who_has_handed_everything_over_leaves_when_the_others_have_heard_it()
    {
        var world = MemberWorld.Settled();
        var isLeft = false;

        world["b"].Member.Leave(() => isLeft = true);
        world["b"].Plan();
        world.Until(() => world["b"].Hosted.Count == 0, TimeSpan.FromSeconds(2));
        world.Elapse(TimeSpan.FromMilliseconds(10));

        Assert.Equal("vacate", world["b"].Story[^1]);
        Assert.False(isLeft);
        Assert.Equal(MemberPhase.Leaving, world["b"].Member.Phase);
        world.Until(() => isLeft, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Who_is_not_heard_leaves_nevertheless_after_a_while()
    {
        var world = MemberWorld.Settled();
        var isLeft = false;

        world["b"].IsHeardBy = false;
        world["b"].Member.Leave(() => isLeft = true);
        world["b"].Plan();
        world.Until(() => world["b"].Hosted.Count == 0, TimeSpan.FromSeconds(2));
        world.Elapse(TimeSpan.FromSeconds(1.9));

        Assert.False(isLeft);
        world.Until(() => isLeft, TimeSpan.FromSeconds(0.5));
    }

    /// <summary>What was given to it meanwhile would be served behind its word that nothing is.</summary>
    [Fact]
    public void Who_owns_nothing_says_so_only_when_the_register_knows_that_it_leaves()
    {
        var world = MemberWorld.Settled();
        var isLeft = false;
        var owner = world.Start("e", with: options => options with { Roles = Roles.Edge });
        world.Elapse(TimeSpan.FromSeconds(3));

        owner.CutFromDatabase(TimeSpan.FromSeconds(1));
        owner.Member.Leave(() => isLeft = true);
        owner.Plan();
        world.Elapse(TimeSpan.FromSeconds(0.9));
        Assert.DoesNotContain("vacate", owner.Story);

        world.Until(() => isLeft, TimeSpan.FromSeconds(3));
        Assert.Contains("vacate", owner.Story);
    }

    [Fact]
    public void The_last_one_leaves_at_once_and_the_next_start_has_its_name()
    {
        var world = MemberWorld.Settled("a");
        var isLeft = false;

        world["a"].Member.Leave(() => isLeft = true);
        world["a"].Plan();
        world.Until(() => isLeft, TimeSpan.FromSeconds(1));
        Assert.True(world["a"].IsHeld);
        Assert.Equal(0, world["a"].Member.Counters.Holds);
        world["a"].Kill();
        world.Start("a");

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Who_leaves_while_the_database_is_away_ends_in_time_nevertheless()
    {
        var world = MemberWorld.Settled();
        var isLeft = false;

        world.Server.Crash(TimeSpan.FromSeconds(60), toStandby: false);
        world["b"].Member.Leave(() => isLeft = true);
        world["b"].Plan();

        world.Until(() => isLeft, TimeSpan.FromSeconds(11.1));
        Assert.Empty(world["b"].Hosted);
    }

    [Fact]
    public void Of_two_members_a_killed_one_is_replaced_at_once_and_a_silent_one_after_its_lease()
    {
        var killed = MemberWorld.Settled("a", "b");
        killed["b"].Kill();
        killed.Until(() => killed.IsWhole, TimeSpan.FromSeconds(1.5));

        var frozen = MemberWorld.Settled("a", "b");
        frozen["b"].Freeze();
        frozen.Until(() => frozen.IsWhole, TimeSpan.FromSeconds(7.5));
    }

    [Fact]
    public void A_restart_at_the_same_address_waits_for_nothing()
    {
        var world = MemberWorld.Settled("a");
        world["a"].Kill();
        world.Start("a");

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_restart_elsewhere_waits_for_its_own_lease_and_no_longer()
    {
        var world = MemberWorld.Settled("a");
        world["a"].Kill();
        world.Start("a", with: options => options with { Address = "elsewhere:1" });

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void Of_two_with_one_name_and_one_address_the_later_stays()
    {
        var world = MemberWorld.Settled("a", "b");
        var earlier = world["b"];

        var later = world.Start("b");
        world.Elapse(TimeSpan.FromSeconds(30));

        Assert.Contains("another living process", earlier.Refusal, StringComparison.Ordinal);
        Assert.Empty(earlier.Hosted);
        Assert.Equal((1, null), (later.Joins, later.Refusal));
    }

    [Fact]
    public void A_namesake_of_a_living_process_gives_up()
    {
        var world = MemberWorld.Settled("a", "b");
        var living = world["b"];

        var namesake = world.Start("b", with: options => options with { Address = "elsewhere:1" });
        world.Until(() => namesake.Refusal is not null, TimeSpan.FromSeconds(20));

        Assert.Contains("another living process at b:1", namesake.Refusal, StringComparison.Ordinal);
        Assert.Equal(0, namesake.Joins);
        Assert.Equal(1, living.Joins);
    }

    [Fact]
    public void A_process_of_another_cluster_is_refused()
    {
        var world = MemberWorld.Settled("a");

        var stranger = world.Start("b", with: options => options with { Cluster = "another" });
        world.Elapse(TimeSpan.FromSeconds(1));

        Assert.Contains("'test'", stranger.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(1.05)]
    public void A_clock_that_runs_wrong_harms_nobody_and_shows_the_time_of_the_database(double rate)
    {
        var world = new MemberWorld();
        world.Start("a");
        world.Start("b", rate);
        world.Start("c");

        world.Elapse(TimeSpan.FromSeconds(60));

        Assert.True(world.IsWhole);
        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
        Assert.All(world.Alive, process => Assert.Equal((1, 0), (process.Joins, process.Holds)));
        Assert.InRange(world["b"].Clock.Now - world.Database.Now, TimeSpan.FromMilliseconds(-150), TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void A_member_that_stutters_for_ten_minutes_accuses_nobody_and_moves_nothing()
    {
        var world = MemberWorld.Settled();
        var random = new Random(35);
        for (var end = world.Now + TimeSpan.FromMinutes(10); world.Now < end;)
        {
            world["b"].Freeze();
            world.Elapse(TimeSpan.FromSeconds(random.NextDouble() * 2));
            world["b"].Thaw();
            world.Elapse(TimeSpan.FromSeconds(random.NextDouble()));
        }

        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
        Assert.Equal(0, world["b"].Member.Counters.Suspicions);
    }

    /// <summary>F-35: a pause that falls into a renewal makes it time out, and the next one succeeds.</summary>
    [Fact]
    public void A_pause_in_the_middle_of_a_renewal_is_not_told_as_an_outage_of_the_database()
    {
        var world = MemberWorld.Settled();
        var paused = world["b"];
        var renewed = paused.Member.Renewal.LastStart;
        world.Until(() => paused.Member.Renewal.LastStart != renewed, TimeSpan.FromSeconds(2));
        paused.Wire.AnswersFrom = world.Now + TimeSpan.FromHours(1);
        world.Elapse(paused.Member.Options.RenewEvery * 1.06);

        paused.Freeze();
        world.Elapse(TimeSpan.FromSeconds(2));
        paused.Wire.AnswersFrom = world.Now;
        paused.Thaw();
        world.Elapse(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain("CannotRenew", paused.Story);
        Assert.Equal(0, paused.Member.Counters.RenewalsFailed);
        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
    }

    /// <summary>F-35: after a pause the database is slow for once: two tries fail, the third comes before the end of the lease.</summary>
    [Fact]
    public void Who_stood_still_and_then_waits_for_a_slow_database_loses_nothing()
    {
        var world = MemberWorld.Settled();
        var paused = world["b"];
        paused.Freeze();
        world.Elapse(TimeSpan.FromSeconds(1.5));
        paused.Wire.AnswersFrom = world.Now + TimeSpan.FromHours(1);
        paused.Thaw();
        world.Until(() => paused.Member.Renewal.Failures == 2, TimeSpan.FromSeconds(4));
        paused.Wire.AnswersFrom = world.Now;
        world.Elapse(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain("CannotRenew", paused.Story);
        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
    }

    [Fact]
    public void One_renewal_that_fails_is_told_to_nobody_however_late_it_is()
    {
        var world = new MemberWorld();
        world.Start("a");
        var slow = world.Start("b", with: options => options with { CannotRenewAfter = options.RenewEvery });
        world.Start("c");
        world.Elapse(TimeSpan.FromSeconds(20));
        var renewed = slow.Member.Renewal.LastStart;
        world.Until(() => slow.Member.Renewal.LastStart != renewed, TimeSpan.FromSeconds(2));
        slow.Wire.AnswersFrom = world.Now + TimeSpan.FromHours(1);
        world.Until(() => slow.Member.Renewal.Failures == 1, TimeSpan.FromSeconds(4));
        slow.Wire.AnswersFrom = world.Now;
        world.Elapse(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain("CannotRenew", slow.Story);
        Assert.Equal(MemberWorld.Shards, world.Register.Audit.Count);
    }

    [Fact]
    public void Shards_that_went_astray_go_back_two_a_minute()
    {
        var world = MemberWorld.Settled();
        var (from, to) = (world["a"], world["b"]);
        var astray = Enumerable.Range(0, MemberWorld.Shards).Where(shard => world.Register.OwnerOf(shard) == to.Member.Incarnation).Take(6).ToList();
        world.Register.HandOver(to.Member.Incarnation, astray.ToDictionary(shard => shard, world.Database.EpochOf), from.Member.Incarnation);
        var before = world.Register.Audit.Count;

        world.Elapse(TimeSpan.FromSeconds(50));
        Assert.Equal(2, world.Register.Audit.Count - before);
        world.Elapse(TimeSpan.FromMinutes(3));

        Assert.Equal(6, world.Register.Audit.Count - before);
        Assert.All(astray, shard => Assert.Equal(to.Member.Incarnation, world.Register.OwnerOf(shard)));
    }

    [Fact]
    public void A_member_that_returns_again_and_again_waits_longer_each_time()
    {
        var world = MemberWorld.Settled("a", "b");
        var waits = new List<TimeSpan>();
        for (var coming = 0; coming < 3; coming++)
        {
            world["b"].Kill();
            world.Elapse(TimeSpan.FromSeconds(5));
            var returned = world.Start("b");
            waits.Add(world.Until(() => world.ShardsOf(returned) > 0, TimeSpan.FromMinutes(2)));
            world.Elapse(TimeSpan.FromSeconds(5));
        }

        Assert.InRange(waits[0], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
        Assert.InRange(waits[1], TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
        Assert.InRange(waits[2], TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(45));
    }

    [Fact]
    public void The_status_tells_who_owns_what_and_who_is_suspected()
    {
        var world = MemberWorld.Settled();
        world.Cut("a", "b");
        world.Elapse(TimeSpan.FromSeconds(5));
        var status = world["a"].Member.Status;

        Assert.Equal(("a", "standing", false), (status.Name, status.Phase, status.IsHeld));
        Assert.Equal(["b"], status.Members.Where(member => member.IsSuspected).Select(member => member.Name));
        Assert.Equal(MemberWorld.Shards, status.Members.Sum(member => member.Shards));
        Assert.Equal(status.ShardsOwned, status.Shards.Count(shard => shard.Owner == "a"));
        Assert.InRange(status.LeaseAge!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(2.2));
        Assert.Equal(0, status.ShardsFree);
    }

    [Fact]
    public void Fenced_shards_come_back_if_they_are_ours_after_all()
    {
        var world = MemberWorld.Settled("a");
        int[] fenced = [3, 7];
        foreach (var shard in fenced)
        {
            world["a"].Hosted.Remove(shard);
        }

        world["a"].Turn(() => world["a"].Member.Fenced(fenced));

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_process_without_the_core_role_owns_nothing_and_counts_as_a_witness()
    {
        var world = new MemberWorld();
        world.Start("a");
        world.Start("b");
        world.Start("edge", with: options => options with { Roles = Roles.Edge });
        world.Elapse(TimeSpan.FromSeconds(5));
        Assert.Equal(0, world.ShardsOf(world["edge"]));

        world["b"].Freeze();

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(4));
        Assert.Equal(MemberWorld.Shards, world.ShardsOf(world["a"]));
    }

    [Fact]
    public void All_killed_at_once_are_replaced_by_their_restarts()
    {
        var world = MemberWorld.Settled();
        foreach (var process in world.Alive.ToList())
        {
            process.Kill();
            world.Start(process.Name);
        }

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(2));
        Assert.All(world.Alive, process => Assert.InRange(world.ShardsOf(process), MemberWorld.Shards / 6, MemberWorld.Shards / 2));
    }

    private static List<(int Shard, long Incarnation)> Owners(MemberWorld world, string except) =>
        [.. Enumerable.Range(0, MemberWorld.Shards).Select(shard => (shard, world.Register.OwnerOf(shard))).Where(owner => owner.Item2 != world[except].Member.Incarnation)];
}
