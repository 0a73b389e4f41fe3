namespace CallCenter.Cluster.Tests.Members;

/// <summary>Random faults, two at a time and more, then an end of all faults: the cluster becomes whole by itself, whatever happened.</summary>
public sealed class MemberFaultsTests
{
    /// <summary>Links of a process that starts on a loaded machine may break once: its peers then have nothing but each other's broken links to go by.</summary>
    [Fact]
    public void A_restart_whose_new_links_all_break_once_keeps_its_place()
    {
        var world = MemberWorld.Settled();
        world["b"].Kill();
        var restarted = world.Start("b");
        world.Until(() => world.IsLinked("a", "b") && world.IsLinked("b", "c"), TimeSpan.FromSeconds(3));

        world.ResetLinks("b", TimeSpan.FromMilliseconds(600));
        world.Elapse(TimeSpan.FromSeconds(10));

        Assert.Equal(1, restarted.Joins);
        Assert.True(world.IsWhole);
    }

    [Fact]
    public void A_restart_that_dies_just_after_its_start_is_replaced_within_two_and_a_half_seconds()
    {
        var world = MemberWorld.Settled();
        world["b"].Kill();
        world.Start("b");
        world.Until(() => world.IsLinked("a", "b") && world.IsLinked("b", "c"), TimeSpan.FromSeconds(3));

        world["b"].Kill();

        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(2.5));
    }

    /// <summary>It fell once already, so its name is not simply its own again as at a start.</summary>
    [Fact]
    public void Who_joins_again_and_loses_the_answer_does_not_wait_for_its_own_lease()
    {
        var world = MemberWorld.Settled();
        var frozen = world["b"];
        frozen.Freeze();
        world.Elapse(TimeSpan.FromSeconds(10));
        frozen.Thaw();
        world.Until(() => frozen.Member.Incarnation == 0, TimeSpan.FromSeconds(1));
        frozen.Wire.AnswersFrom = world.Now + TimeSpan.FromSeconds(2.2);

        world.Until(() => frozen.Joins == 2, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Who_joins_is_linked_with_all_others_within_half_a_second()
    {
        var world = MemberWorld.Settled();

        world.Start("d");

        world.Until(() => new[] { "a", "b", "c" }.All(other => world.IsLinked(other, "d")), TimeSpan.FromSeconds(0.5));
    }

    private const int SeedsOfOne = 8;
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void After_any_faults_the_cluster_is_whole_again(int part)
    {
        for (var seed = part * 1_000; seed < (part * 1_000) + SeedsOfOne; seed++)
        {
            try
            {
                Live(seed);
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}: {failure.Message}");
            }
        }
    }

    private static void Live(int seed)
    {
        var random = new Random(seed);
        var world = MemberWorld.Settled(Names[..random.Next(2, 5)]);
        for (var fault = 0; fault < 12; fault++)
        {
            Inflict(world, random);
            world.Elapse(TimeSpan.FromSeconds(random.NextDouble() * 8));
            NobodyIsOwnedTwice(world);
        }

        Heal(world);
        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(15));

        // And it stays so, but for what is handed over.
        world.Elapse(TimeSpan.FromMinutes(8));
        world.Until(() => world.IsWhole, TimeSpan.FromSeconds(0.3));
        Assert.All(world.Alive, process => Assert.False(process.IsHeld || process.Draining.Count > 0, process.Name));
        Assert.All(world.Alive, process => Assert.NotEqual(0, world.ShardsOf(process)));
    }

    private static void Inflict(MemberWorld world, Random random)
    {
        if (!world.Alive.Any())
        {
            return;
        }

        var process = world[world.Alive.ElementAt(random.Next(world.Alive.Count())).Name];
        var other = world.Alive.ElementAt(random.Next(world.Alive.Count()));
        switch (random.Next(10))
        {
            case 0:
                process.Kill();
                Restart(world, random, process.Name);
                break;
            case 1:
                process.Freeze();
                world.After(TimeSpan.FromSeconds(random.NextDouble() * 12), process.Thaw);
                break;
            case 2:
                world.Cut(process.Name, other.Name);
                break;
            case 3:
                world.CutWay(process.Name, other.Name);
                break;
            case 4:
                world.Heal();
                break;
            case 5:
                world.Server.Crash(TimeSpan.FromSeconds(random.NextDouble() * 15), toStandby: random.Next(2) == 0);
                break;
            case 6:
                process.CutFromDatabase(TimeSpan.FromSeconds(random.NextDouble() * 15));
                break;
            case 7:
                // Requests arrive, answers are lost: nobody knows what happened.
                process.Wire.AnswersFrom = world.Now + TimeSpan.FromSeconds(random.NextDouble() * 8);
                break;
            case 8 when !process.IsFrozen:
                process.Member.Leave(() =>
                {
                    process.Kill();
                    Restart(world, random, process.Name);
                });
                process.Plan();
                break;
            case 9:
                world.Alive.ToList().ForEach(item => item.Turn(() => item.Member.Fenced([random.Next(MemberWorld.Shards)])));
                break;
        }
    }

    private static void Restart(MemberWorld world, Random random, string name) => world.After(TimeSpan.FromSeconds(random.NextDouble() * 5), () =>
    {
        if (!world.Alive.Any(process => process.Name == name))
        {
            world.Start(name);
        }
    });

    private static void Heal(MemberWorld world)
    {
        world.Heal();
        foreach (var process in world.Alive.ToList())
        {
            process.Wire.RequestsFrom = process.Wire.AnswersFrom = world.Now;
        }

        // What was planned still comes: restarts, thaws, the database.
        world.Elapse(TimeSpan.FromSeconds(25));
        world.Heal();
    }

    /// <summary>Of two that think they own a shard, only the one of the later epoch can write; and who may act knows no owner of its own name twice.</summary>
    private static void NobodyIsOwnedTwice(MemberWorld world)
    {
        for (var shard = 0; shard < MemberWorld.Shards; shard++)
        {
            var epochs = world.Alive.Where(process => process.Hosted.ContainsKey(shard)).Select(process => process.Hosted[shard]).ToList();
            Assert.Equal(epochs.Distinct().Count(), epochs.Count);
        }
    }
}
