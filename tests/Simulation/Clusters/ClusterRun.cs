using System.Security.Cryptography;
using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Phones;
using CallCenter.Cluster;
using CallCenter.Cluster.Sharding;
using CallCenter.Simulation.Rules;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Clusters;

/// <summary>
/// One seed of a whole cluster: two to five cores and an edge on one PostgreSQL, callers and agents as in the world of one process, minutes of
/// faults; then no fault any more, and everything must be well by itself (L4). Same seed, same trace.
/// </summary>
/// <remarks>
/// Rules of RELIABILITY.md without evidence here: O9 before the end of the storm (with the database away nobody can own anything; L1 has it afterwards), O7 (no decision reads a standby: there is none), A4, A6, A7 (registrations and devices: the
/// telephony issue), A9, R2–R5, P1 (tables and streams: their own tests), C2, C7–C12, M, N, S1–S3 and S5–S11 (need a wire and media), Q3, Q7, Q8 (not
/// in the model yet), T1's upper bound (a storm is longer than it).
/// </remarks>
public sealed class ClusterRun
{
    private const int ShardCount = 16;
    private const int CallersMax = 10;
    private const int FaultsMax = 8;
    private const int StepsMax = 6_000_000;
    private const int ProbedPhones = 40;
    private const int PairsAfterChange = 3;
    private static readonly TimeSpan ChangeNoticedMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan StormTime = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan HealTime = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(4);

    /// <summary>L1: 10 s, and the lease of who died in the last moment of the storm with nobody left to notice.</summary>
    private static readonly TimeSpan ServingWithin = TimeSpan.FromSeconds(16);

    private readonly VirtualTime time = new();
    private readonly Random random;
    private readonly SimulatedSite site;
    private readonly Rulebook rules;
    private readonly OwnerRules owners;
    private readonly AnswerRules answers;
    private readonly ReleaseRules releases;
    private readonly SnapshotRules snapshots;
    private readonly Floor floor;
    private readonly Fleet fleet;
    private readonly EdgeCenter center;
    private readonly Workload work;
    private readonly Faults faults;
    private readonly EdgeViews views;
    private readonly IncrementalHash trace = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int seed;
    private long probes;

    private ClusterRun(int seed, Plants plants)
    {
        this.seed = seed;
        random = new Random(seed);
        site = new SimulatedSite(time, random, ShardCount, plants);
        floor = new Floor(time, random);
        rules = new Rulebook(floor.HasLeft);
        owners = new OwnerRules(site.Database, () => fleet!.Running);
        answers = new AnswerRules(site.Database);
        releases = new ReleaseRules(site.Database);
        snapshots = new SnapshotRules(site.Database);
        site.Database.Stored += Stored;
        site.Register.Changed += Changed;
        site.Register.Fell += owners.Fell;
        site.Leaving = OwnerRules.Leaves;
        center = new EdgeCenter(() => fleet!.Edge, time, random, answers);
        fleet = new Fleet(site, 2 + random.Next(4), _ => new SimulatedEdge(center, time, random, () => Weather.Calm, floor, releases.Performed));
        work = new Workload(center, time, random, floor, 2 + random.Next(4), LongestCall, releases.Answered, seed);
        site.Database.Stored += work.Wrote;
        faults = new Faults(site, fleet);
        views = new EdgeViews(fleet.Edge, site.Database, releases.Views(startsAtZero: true));
    }

    /// <param name="seed">The whole input.</param>
    /// <param name="plants">Defects to plant.</param>
    /// <param name="story">Where every stored event and every change of an owner is told.</param>
    public static Outcome Of(int seed, Plants? plants = null, TextWriter? story = null)
    {
        plants ??= new Plants();
        var run = new ClusterRun(seed, plants);
        if (story is not null)
        {
            run.Tell(story);
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
            story?.WriteLine(broken);
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
        work.Configure();
        Until(Quiet);
        faults.Roughen();
        faults.Plan(random.Next(FaultsMax + 1), StormTime - Quiet);
        for (var caller = 1 + random.Next(CallersMax); caller > 0; caller--)
        {
            var number = caller;
            At(() => work.Arrive(number));
        }

        for (var act = random.Next(12); act > 0; act--)
        {
            At(work.Act);
        }

        Probe();
        Until(StormTime);
    }

    /// <summary>Somebody tells or asks any actor through any process: what one of them answers the others may not have forgotten.</summary>
    private void Probe()
    {
        var through = fleet.Running[random.Next(fleet.Running.Count)];
        PhoneCommand command = random.Next(2) == 0 ? new PhoneCommand.AskRegistrations() : new PhoneCommand.Configure(++probes, null);
        center.Ask(through, ActorId.Phone(Center.Tenant, $"probe{random.Next(ProbedPhones)}"), command, _ => { });
        if (time.Elapsed < StormTime)
        {
            time.After(ProbeEvery * random.NextDouble(), Probe);
        }
    }

    private void Heal()
    {
        faults.Heal();
        fleet.Heal();
        floor.Gone.Clear();
        floor.IsHealing = true;
        for (var half = 0; half < 8; half++)
        {
            time.After(TimeSpan.FromSeconds(30) * half, work.AllBecomeReady);
        }

        Until(StormTime + ServingWithin);
        CheckServing();
        Until(StormTime + HealTime);
        rules.CheckEnd();
        foreach (var caller in floor.Callers)
        {
            Rulebook.Require(caller.IsAccepted, "L2", $"{caller.Call} never got an answer");
        }

        for (var shard = 0; shard < site.Database.ShardCount; shard++)
        {
            foreach (var call in site.Database.LiveSet(shard).Where(stream => stream.Kind == ActorKind.Call))
            {
                Rulebook.Require(false, "T3", $"{call} ended and still owes {OwedBy(call)}");
            }
        }

        CompareRecovered();
        views.CheckEnd();
    }

    /// <summary>
    /// O4, F-03: all cores die at once, and one that reads everything from zero owes the same as those that lived through it.
    /// </summary>
    private void CompareRecovered()
    {
        var lived = fleet.Running.Select(process => process.Node).ToList();
        fleet.KillAll();
        fleet.StartExtra();
        Until(StormTime + HealTime + ServingWithin);
        CheckServing();
        foreach (var actor in fleet.Running.SelectMany(process => process.Node.Residents.All))
        {
            var before = lived.FirstOrDefault(node => node.Shards.Owns(actor.Shard))?.Residents.Find(actor.Id);
            var (old, read) = (before?.DutiesNow() ?? [], actor.DutiesNow());
            Rulebook.Require(old.SequenceEqual(read), "O4", $"{actor.Id} owes {string.Join("; ", read)} when read again, {string.Join("; ", old)} before");
        }

        foreach (var actor in fleet.Running.SelectMany(process => process.Node.Residents.All))
        {
            snapshots.Check(actor);
        }
    }

    /// <summary>L1: every shard has an owner that is alive, stands, and serves.</summary>
    private void CheckServing()
    {
        for (var shard = 0; shard < ShardCount; shard++)
        {
            var owner = site.Register.OwnerOf(shard);
            var process = Owner(owner);
            Rulebook.Require(process is not null, "L1", $"shard {shard} belongs to {owner} ({site.Register.NameOf(owner)}), who does not run");
            Rulebook.Require(process!.Node.Shards.Serves(shard) && !process.Node.IsHeld, "L1", $"shard {shard} belongs to {process.Name}, who does not serve it");
        }
    }

    private string OwedBy(ActorId actor) => string.Join("; ", fleet.Running.Select(process => process.Node.Residents.Find(actor)).OfType<Cluster.Hosting.Activation>().SelectMany(found => found.DutiesNow()));

    private void At(Action happens) => time.After((StormTime - Quiet - TimeSpan.FromSeconds(10)) * random.NextDouble(), happens);

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
        Trace($"{row.Shard} {row.Position} {row.Epoch} {row.Stream} {row.Version} {row.Tag} {row.StoredAt.UtcTicks}\n");
        trace.AppendData(row.Body.Span);
        owners.Check(row);
        rules.Check(row);
    }

    private void Changed(Store.OwnerChange change)
    {
        Trace($"{change}\n");
        owners.Changed(change);
        if (time.Elapsed < StormTime && Owner(change.Before) is { } before && Owner(change.Incarnation) is { } after)
        {
            for (var pair = 0; pair < PairsAfterChange; pair++)
            {
                time.After(ChangeNoticedMax * random.NextDouble(), () => AskBoth(change.Shard, after, before));
            }
        }
    }

    /// <summary>A shard has changed hands and its former owner runs: it may not be heard with less than the new one has told.</summary>
    private void AskBoth(int shard, ClusterProcess after, ClusterProcess before)
    {
        var probed = Enumerable.Range(0, int.MaxValue).Select(number => ActorId.Phone(Center.Tenant, $"probe{number}")).First(phone => ShardHash.ShardOf(phone, ShardCount) == shard);
        center.Ask(after, probed, new PhoneCommand.Configure(++probes, null), _ => center.Ask(before, probed, new PhoneCommand.AskRegistrations(), _ => { }));
    }

    private ClusterProcess? Owner(long incarnation) => incarnation == 0 ? null : fleet.Running.FirstOrDefault(process => process.Member.Incarnation == incarnation);

    private void Trace(string line) => trace.AppendData(Encoding.UTF8.GetBytes(line));

    private void Tell(TextWriter story)
    {
        site.Database.Stored += row => story.WriteLine($"{time.Elapsed} {row.Shard}:{row.Position} {row.Epoch} {row.Stream} {row.Version} {Contracts.Read(row.Tag, row.Body.Span)}");
        faults.Told = fault => story.WriteLine($"{time.Elapsed} {fault}");
        site.Register.Changed += change => story.WriteLine($"{time.Elapsed} shard {change.Shard} epoch {change.Epoch}: {site.Register.NameOf(change.Incarnation)} {change.Incarnation} after {change.Before}");
    }

    private Outcome Result(string? broken, string? rule = null)
    {
        var lives = rules.Calls.Lives.Values;
        return new Outcome(seed, Convert.ToHexStringLower(trace.GetCurrentHash())[..16], rules.Events, lives.Count(),
            lives.Count(life => life.Stays.ContainsValue(Actors.Queues.StayEnd.Answered)), fleet.Crashes, site.Database.FencedAppends, 0, broken, rule)
        {
            FromSnapshots = site.Database.SnapshotsRead,
        };
    }
}
