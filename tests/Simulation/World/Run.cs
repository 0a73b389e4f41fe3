using System.Security.Cryptography;
using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Simulation.Rules;
using CallCenter.Simulation.Store;

namespace CallCenter.Simulation.World;

/// <summary>What one seed came to.</summary>
public sealed record Outcome(int Seed, string Trace, int Events, int Calls, int Answered, int Crashes, int Fenced, int Refusals, string? Broken, string? Rule)
{
    /// <summary>States that somebody who came back was given.</summary>
    public int FromSnapshots { get; init; }
}

/// <summary>
/// One seed: two queues, a few agents, callers of all moods, minutes of crashes, zombies, loss, duplication and delay; then calm, and
/// everything must come to its end. Same seed, same trace.
/// </summary>
public sealed class Run
{
    private static readonly TimeSpan StormTime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan HealTime = TimeSpan.FromMinutes(25);
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);
    private const int CallersMax = 14;
    private const int CrashesMax = 12;
    private const int LossesMax = 80;
    private const int StepsMax = 3_000_000;

    private readonly VirtualTime time = new();
    private readonly Random random;
    private readonly SimulatedDatabase database;
    private readonly Rulebook rules;
    private readonly ReleaseRules releases;
    private readonly SnapshotRules snapshots;
    private readonly Floor floor;
    private readonly Center center;
    private readonly Workload work;
    private readonly IncrementalHash trace = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int agents;
    private readonly int seed;
    private Weather weather = Weather.Calm;
    private StoreFaults faults = StoreFaults.None;
    private int refusals;

    private Run(int seed, Plants plants)
    {
        this.seed = seed;
        random = new Random(seed);
        database = new SimulatedDatabase(time, shardCount: 4) { AcceptsAnything = plants.AcceptsAnything };
        floor = new Floor(time, random);
        rules = new Rulebook(floor.HasLeft);
        releases = new ReleaseRules(database);
        snapshots = new SnapshotRules(database);
        database.Stored += Stored;
        agents = 2 + random.Next(4);
        center = new Center(time, random, database,
            c => new SimulatedEdge(c, time, random, () => weather, floor, releases.Performed),
            () => weather, () => faults, plants.In(new NodeOptions { PassivateAfter = TimeSpan.FromSeconds(5 + random.Next(60)) }), () => releases.Views());
        work = new Workload(center, time, random, floor, agents, LongestCall, releases.Answered, seed);
        database.Stored += work.Wrote;
    }

    /// <param name="seed">The whole input.</param>
    /// <param name="plants">Defects to plant.</param>
    /// <param name="story">Where every stored event is told, for a reader who wants to know how it came.</param>
    public static Outcome Of(int seed, Plants? plants = null, TextWriter? story = null)
    {
        plants ??= new Plants();
        var run = new Run(seed, plants);
        if (story is not null)
        {
            run.database.Stored += row => story.WriteLine($"{run.time.Elapsed} {row.Epoch} {row.Stream} {row.Version} {Contracts.Read(row.Tag, row.Body.Span)}");
        }

        Rulebook.Begin();
        plants.InBehaviours();
        try
        {
            run.Storm();
            run.Heal();
            return run.Result(null);
        }
        catch (RuleBrokenException broken)
        {
            return run.Result(broken.Message, broken.Rule);
        }
        catch (Exception crash) when (crash is not OutOfMemoryException)
        {
            return run.Result($"crash: {crash}", "crash");
        }
        finally
        {
            new Plants().InBehaviours();
        }
    }

    private void Storm()
    {
        center.Start();
        work.Configure();
        Until(TimeSpan.FromSeconds(2));
        (weather, faults) = (Weather.Rough, new StoreFaults { LostBefore = 0.02, LostAfter = 0.02, LateTwin = 0.01, ReadFails = 0.01, SnapshotRots = 0.02, SnapshotsLost = 0.02, DelayMax = TimeSpan.FromMilliseconds(8), StallMax = TimeSpan.FromSeconds(3) });
        center.SetFaults(faults);
        for (var crash = random.Next(CrashesMax + 1); crash > 0; crash--)
        {
            At(center.Crash);
        }

        for (var loss = random.Next(random.Next(4) == 0 ? LossesMax : 4); loss > 0; loss--)
        {
            At(center.LoseShard);
        }

        for (var caller = 1 + random.Next(CallersMax); caller > 0; caller--)
        {
            var number = caller;
            At(() => work.Arrive(number));
        }

        for (var act = random.Next(agents * 4); act > 0; act--)
        {
            At(work.Act);
        }

        Until(StormTime);
    }

    private void Heal()
    {
        (weather, faults) = (Weather.Calm, StoreFaults.None);
        center.SetFaults(faults);
        floor.Gone.Clear();
        floor.IsHealing = true;
        // Agents come back until the end: some may still owe the consequence of a miss.
        for (var minute = 1; minute < 20; minute++)
        {
            time.After(TimeSpan.FromMinutes(minute), work.AllBecomeReady);
        }

        work.AllBecomeReady();
        Until(StormTime + HealTime);
        rules.CheckEnd();
        foreach (var caller in floor.Callers)
        {
            Rulebook.Require(caller.IsAccepted, "L2", $"{caller.Call} never got an answer");
        }

        for (var shard = 0; shard < database.ShardCount; shard++)
        {
            foreach (var call in database.LiveSet(shard).Where(stream => stream.Kind == ActorKind.Call))
            {
                Rulebook.Require(false, "T3", $"{call} ended and still owes {center.OwedBy(call)}");
            }
        }

        center.CompareRecovered(snapshots);
    }

    private void At(Action happens) => time.After((StormTime - TimeSpan.FromSeconds(20)) * random.NextDouble(), happens);

    private void Until(TimeSpan elapsed)
    {
        var end = time.GetUtcNow() + (elapsed - time.Elapsed);
        var steps = 0;
        while (time.Step(end))
        {
            Rulebook.Require(++steps < StepsMax, "L1", "nothing comes to rest");
            Rulebook.ThrowIfBroken();
        }
    }

    private void Stored(CommittedEvent row)
    {
        trace.AppendData(Encoding.UTF8.GetBytes($"{row.Shard} {row.Position} {row.Epoch} {row.Stream} {row.Version} {row.Tag} {row.StoredAt.UtcTicks}\n"));
        trace.AppendData(row.Body.Span);
        refusals += row.Tag == "queue_offer_failed" && Contracts.Read(row.Tag, row.Body.Span) is Actors.Queues.QueueEvent.OfferFailed { End: Actors.Queues.OfferEnd.NotReserved } ? 1 : 0;
        rules.Check(row);
    }

    private Outcome Result(string? broken, string? rule = null)
    {
        var lives = rules.Calls.Lives.Values;
        return new Outcome(seed, Convert.ToHexStringLower(trace.GetCurrentHash())[..16], rules.Events, lives.Count(),
            lives.Count(life => life.Stays.ContainsValue(Actors.Queues.StayEnd.Answered)), center.Crashes, database.FencedAppends, refusals, broken, rule)
        {
            FromSnapshots = database.SnapshotsRead,
        };
    }
}
