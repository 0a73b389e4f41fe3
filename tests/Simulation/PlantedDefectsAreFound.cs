#if PLANTED
using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Simulation.Clusters;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation;

/// <summary>
/// A simulation is as good as the defects it finds: each of these was shipped by somebody (STYLE 2.8), or breaks a rule of the lane.
/// </summary>
public sealed class PlantedDefectsAreFound(ITestOutputHelper output)
{
    private const int SeedsMax = 1_000;
    private const int SmallBatch = 1;

    [Theory]
    [InlineData(Defects.ReleaseBeforeDurable)]
    [InlineData(Defects.TouchedKeysMissed)]
    [InlineData(Defects.DutiesNotRestarted)]
    [InlineData(Defects.FireAndForget)]
    [InlineData(Defects.SnapshotAboveMark)]
    public void In_the_engine(Defects defect) => Found(defect.ToString(), new Plants { Engine = defect });

    /// <summary>What rests on a batch that failed is mostly in that batch: with small ones more of it is behind.</summary>
    [Fact]
    public void In_the_lane_a_later_batch_that_survives() =>
        Found("later batch survives", new Plants { Engine = Defects.LaterBatchSurvives, BatchEntriesMax = SmallBatch });

    [Fact]
    public void In_the_store_append_without_expected_version() => Found("append without expected version", new Plants { AcceptsAnything = true });

    [Theory]
    [InlineData(Planted.AcceptanceByCallOnly)]
    [InlineData(Planted.AgentConnectsItself)]
    [InlineData(Planted.ReservationWithoutEnd)]
    [InlineData(Planted.LosersRingOn)]
    [InlineData(Planted.WaitsOnElsewhere)]
    [InlineData(Planted.LastOfferWins)]
    [InlineData(Planted.JoinsBeforeOthersRing)]
    [InlineData(Planted.LastComeFirstServed)]
    public void In_a_behaviour(Planted defect) => Found(defect.ToString(), new Plants { Model = defect });

    [Fact]
    public void In_a_queue_that_tells_a_worse_place() => Found("worse position told", new Plants { Model = Planted.WorsePositionTold }, rule: "Q7");

    [Theory]
    [InlineData(Defects.AnswersNotFenced, "P2")]
    [InlineData(Defects.ParcelBeforeDurable, "X1")]
    [InlineData(Defects.HoldIgnored, "O8")]
    [InlineData(Defects.TimersOnWallTime, "T1")]
    [InlineData(Defects.LiveSetApart, "T3")]
    public void In_a_node_of_a_cluster(Defects defect, string rule) => Found(defect.ToString(), new Plants { Engine = defect }, ClusterRun.Of, rule);

    [Fact]
    public void In_the_database_a_fence_without_lock() => Found("plain epoch check", new Plants { FenceIsUnlocked = true }, ClusterRun.Of, "O2");

    [Fact]
    public void In_the_database_locks_of_sessions() => Found("session locks", new Plants { LocksAreOfSessions = true }, ClusterRun.Of, "O2");

    [Fact]
    public void In_the_database_renewal_by_expiry() => Found("renewal by expiry", new Plants { RenewsByExpiry = true }, ClusterRun.Of, "F14");

    /// <summary>An optimisation, no safety rule: it shows as wasted offers.</summary>
    [Fact]
    public void Readiness_without_epoch_wastes_offers()
    {
        var seeds = Enumerable.Range(1, 100).ToArray();
        var honest = Simulate.Seeds(seeds, _ => { });
        var planted = Simulate.Seeds(seeds, _ => { }, plants: new Plants { Model = Planted.ReadinessWithoutEpoch });

        output.WriteLine($"refused reservations {honest.Refusals} → {planted.Refusals}");
        Assert.True(planted.Refusals > honest.Refusals * 2, $"refused reservations {honest.Refusals} → {planted.Refusals}");
    }

    /// <summary>By the rule that it breaks, where several would be broken in the end.</summary>
    private void Found(string defect, Plants plants, SeedRun? world = null, string? rule = null)
    {
        var found = Enumerable.Range(1, SeedsMax).Select(seed => (world ?? Run.Of)(seed, plants))
            .FirstOrDefault(outcome => outcome.Broken is not null && (rule is null || outcome.Rule == rule));
        Assert.True(found is not null, $"{defect} is not found in {SeedsMax} seeds");
        output.WriteLine($"{defect}: found at seed {found.Seed}: {found.Broken!.Split('\n')[0]}");
    }
}
#endif
