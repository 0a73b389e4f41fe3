using System.Globalization;
using CallCenter.Simulation.Truth.Cases;

namespace CallCenter.Simulation.Truth;

/// <summary>
/// <c>simulate truth [SEED] [--long]</c>: every case as the tests run it, or with ten times the calls, as the table of docs/truth.md has it.
/// <c>simulate truth level [RUNS]</c>: how often a right engine would be rejected and one that is five percent wrong would not, by the recursion in its place.
/// </summary>
internal static class Truths
{
    private const int RunsOfLevel = 200;

    /// <summary>Exit code 1 when a figure is not believable.</summary>
    public static int Run(string[] arguments)
    {
        int[] numbers = [.. arguments.Where(argument => argument is not ("level" or "--long")).Select(argument => int.Parse(argument, CultureInfo.InvariantCulture))];
        return arguments is ["level", ..]
            ? Level(numbers is [var runs, ..] ? runs : RunsOfLevel)
            : Table(arguments.Contains("--long") ? TruthCases.Long : TruthCases.All, numbers is [var seed, ..] ? seed : TheEngineTellsTheTruth.Seed);
    }

    private static int Table(IReadOnlyList<TruthCase> cases, int seed)
    {
        Console.WriteLine($"seed {seed}; intervals of {Estimate.Confidence:P0} ({Estimate.Batches} batch means, Student's t); a figure is rejected at p < {TruthCases.LevelOfOne:0.0e+0} ({TruthCases.Level:0.####} for all of them)\n\n{TruthRun.TableHead}");
        var runs = new TruthRun[cases.Count];
        Parallel.ForEach(cases.Index(), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, item => runs[item.Index] = TruthRun.OfEngine(item.Item, seed + item.Index));
        Console.WriteLine(string.Join('\n', runs.AsEnumerable()));
        var rejected = runs.Sum(run => run.Rejected.Count());
        var exact = runs.Sum(run => run.Case.ByRecursion(run.Calls).Zip(run.Outcomes).Count(pair => pair.First == pair.Second));
        Console.WriteLine($"\n{rejected} of {runs.Sum(run => run.Estimates.Count)} figures are not believable; {exact} of {runs.Sum(run => run.Calls.Length)} calls were served by the agent and after the wait that the recursion says, to the tick");
        return rejected == 0 ? 0 : 1;
    }

    private static int Level(int runs)
    {
        var all = 0;
        foreach (var truth in TruthCases.All)
        {
            var right = Several(runs, seed => TruthRun.OfRecursion(truth, seed));
            var wrong = Several(runs, seed => TruthRun.OfRecursion(truth, seed, TruthRun.FivePercentLonger));
            var missed = right.Sum(one => one.Count(estimate => estimate.Likelihood < 1 - Estimate.Confidence)) / (double)right.Sum(one => one.Count);
            var (rejected, found) = (right.Count(TruthRun.IsRejected), wrong.Count(TruthRun.IsRejected));
            Console.WriteLine($"{truth.Name}: {rejected} of {runs} right runs rejected, {found} of {runs} with talks 5 % longer; {missed:P2} of the {Estimate.Confidence:P0} intervals miss");
            foreach (var (seed, estimates) in right.Index().Where(one => TruthRun.IsRejected(one.Item)))
            {
                Console.WriteLine($"  seed {seed}: {string.Join(", ", estimates.Where(TruthRun.IsRejected).Select(estimate => $"{estimate.Measure.Name} {estimate.Distance:0.0}"))}");
            }

            all += rejected;
        }

        Console.WriteLine($"together: {all} in {runs} runs of everything; {TruthCases.Level * runs:0.##} allowed for");
        return 0;
    }

    private static IReadOnlyList<Estimate>[] Several(int runs, Func<int, TruthRun> run)
    {
        var several = new IReadOnlyList<Estimate>[runs];
        Parallel.For(0, runs, seed => several[seed] = run(seed).Estimates);
        return several;
    }
}
