using System.Globalization;
using CallCenter.Simulation.Clusters;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation;

/// <summary>One seed of one of the worlds: of one process (<see cref="Run"/>), or of a whole cluster (<see cref="ClusterRun"/>).</summary>
public delegate Outcome SeedRun(int seed, Plants? plants = null, TextWriter? story = null);

/// <summary>Many seeds on all cores: prints the first seed, progress, and every seed that broke a rule. Exit code 1 when one did.</summary>
internal static class Simulate
{
    private static readonly World Center = new("center", Simulation.World.Run.Of, Count: 200, LongCount: 100_000);
    private static readonly World Cluster = new("cluster", ClusterRun.Of, Count: 50, LongCount: 20_000);

    /// <param name="Name">What one calls it.</param>
    /// <param name="Run">Runs one seed of it.</param>
    /// <param name="Count">Fresh seeds when nobody says how many.</param>
    /// <param name="LongCount">Those of a long run.</param>
    private sealed record World(string Name, SeedRun Run, int Count, int LongCount);

    public static int Run(string[] arguments)
    {
        var isOfCluster = arguments is ["cluster", ..];
        var world = isOfCluster ? Cluster : Center;
        arguments = isOfCluster ? arguments[1..] : arguments;
        if (arguments is ["story", var one])
        {
            Console.WriteLine(Line(world.Run(int.Parse(one, CultureInfo.InvariantCulture), story: Console.Out)));
            return 0;
        }

        var numbers = arguments.Where(argument => !argument.StartsWith('-')).ToArray();
        if (arguments.Contains("--help") || !numbers.All(number => int.TryParse(number, out _)))
        {
            Console.WriteLine("usage: simulate [cluster] [SEED] [COUNT] [--long] | simulate [cluster] story SEED\n  One seed is printed with its trace hash; COUNT seeds from SEED on run on all cores. Without SEED: fresh ones, and of both worlds.");
            return numbers.Length == 0 ? 0 : 2;
        }

        World[] worlds = numbers.Length > 0 || isOfCluster ? [world] : [Center, Cluster];
        return worlds.Sum(each => Several(each, [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))], arguments.Contains("--long"))) == 0 ? 0 : 1;
    }

    private static int Several(World world, int[] numbers, bool isLong)
    {
        var seed = numbers.Length > 0 ? numbers[0] : Environment.TickCount & 0x3FFFFFFF;
        var count = isLong ? world.LongCount : numbers.Length > 1 ? numbers[1] : numbers.Length == 1 ? 1 : world.Count;
        Console.WriteLine($"{world.Name}: seed {seed}, {count} seeds");
        var total = Seeds(Enumerable.Range(seed, count), outcome =>
        {
            if (outcome.Broken is not null || count == 1)
            {
                Console.WriteLine(Line(outcome));
            }
        }, done => Console.WriteLine($"  {done} of {count}"), world: world.Run);
        Console.WriteLine($"{world.Name}: {total}");
        return total.Broken;
    }

    public static Totals Seeds(IEnumerable<int> seeds, Action<Outcome> each, Action<int>? progress = null, Plants? plants = null, SeedRun? world = null)
    {
        var total = new Totals();
        var gate = new Lock();
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var outcome = (world ?? Center.Run)(seed, plants);
            lock (gate)
            {
                total.Add(outcome);
                each(outcome);
                if (total.Seeds % 500 == 0)
                {
                    progress?.Invoke(total.Seeds);
                }
            }
        });
        return total;
    }

    private static string Line(Outcome outcome) =>
        $"seed {outcome.Seed}: trace {outcome.Trace}, {outcome.Events} events, {outcome.Calls} calls, {outcome.Answered} answered, {outcome.Crashes} crashes, {outcome.Fenced} fenced, {outcome.Broken ?? "all rules hold"}";
}

/// <summary>Sums over seeds.</summary>
public sealed class Totals
{
    public int Seeds { get; private set; }

    public int Broken { get; private set; }

    public long Events { get; private set; }

    public long Calls { get; private set; }

    public long Answered { get; private set; }

    public long Crashes { get; private set; }

    public long Fenced { get; private set; }

    public long Refusals { get; private set; }

    public long FromSnapshots { get; private set; }

    public List<Outcome> Failures { get; } = [];

    public void Add(Outcome outcome)
    {
        Seeds++;
        Events += outcome.Events;
        Calls += outcome.Calls;
        Answered += outcome.Answered;
        Crashes += outcome.Crashes;
        Fenced += outcome.Fenced;
        Refusals += outcome.Refusals;
        FromSnapshots += outcome.FromSnapshots;
        if (outcome.Broken is not null)
        {
            Broken++;
            Failures.Add(outcome);
        }
    }

    public override string ToString() =>
        $"{Seeds} seeds, {Broken} broke a rule; {Events} events, {Calls} calls ({Answered} answered by an agent), {Crashes} crashes, {Fenced} stale writes fenced, {FromSnapshots} back from snapshots";
}
