using System.Globalization;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation;

/// <summary>Many seeds on all cores: prints the first seed, progress, and every seed that broke a rule. Exit code 1 when one did.</summary>
internal static class Simulate
{
    private const int LongCount = 100_000;

    public static int Run(string[] arguments)
    {
        if (arguments is ["story", var one])
        {
            Console.WriteLine(Line(World.Run.Of(int.Parse(one, CultureInfo.InvariantCulture), story: Console.Out)));
            return 0;
        }

        var numbers = arguments.Where(argument => !argument.StartsWith('-')).ToArray();
        if (arguments.Contains("--help") || !numbers.All(number => int.TryParse(number, out _)))
        {
            Console.WriteLine("usage: simulate [SEED] [COUNT] [--long] | simulate story SEED\n  One seed is printed with its trace hash; COUNT seeds from SEED on run on all cores. Without SEED: a fresh one.");
            return numbers.Length == 0 ? 0 : 2;
        }

        var seed = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : Environment.TickCount & 0x3FFFFFFF;
        var count = arguments.Contains("--long") ? LongCount : numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : numbers.Length == 1 ? 1 : 200;
        Console.WriteLine($"seed {seed}, {count} seeds");
        var total = Seeds(Enumerable.Range(seed, count), outcome =>
        {
            if (outcome.Broken is not null || count == 1)
            {
                Console.WriteLine(Line(outcome));
            }
        }, done => Console.WriteLine($"  {done} of {count}"));
        Console.WriteLine(total);
        return total.Broken == 0 ? 0 : 1;
    }

    public static Totals Seeds(IEnumerable<int> seeds, Action<Outcome> each, Action<int>? progress = null, Plants? plants = null)
    {
        var total = new Totals();
        var gate = new Lock();
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var outcome = World.Run.Of(seed, plants);
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
        if (outcome.Broken is not null)
        {
            Broken++;
            Failures.Add(outcome);
        }
    }

    public override string ToString() =>
        $"{Seeds} seeds, {Broken} broke a rule; {Events} events, {Calls} calls ({Answered} answered by an agent), {Crashes} crashes, {Fenced} stale writes fenced";
}
