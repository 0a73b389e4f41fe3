using System.Diagnostics;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks;

/// <summary>What a benchmark says, as Markdown, so that docs/performance.md holds the very lines: command, machine, table, what else was running.</summary>
internal sealed class Report
{
    private readonly TextWriter output = Console.Out;
    private bool isClean = true;

    /// <summary>Runs the benchmark; false when what it measured was not clean (calls lost, …).</summary>
    public static async Task<bool> Of(Bench bench)
    {
        var report = new Report();
        report.output.WriteLine($"\n## {bench.Name}: {bench.What}\n");
        report.output.WriteLine($"`./build.sh bench {bench.Name}` · {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC · {Machine.Describe()}\n");
        var whole = Machine.Watch();
        var began = Stopwatch.GetTimestamp();
        await bench.Run(report);
        report.Say($"{Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s; load average at the end {Machine.LoadAverage()}; the whole machine was {whole.BusyPercent():F0} % busy.");
        return report.isClean;
    }

    public void Say(string text) => output.WriteLine($"{text}\n");

    /// <summary>Something that must not happen happened: the figures beside it are worth nothing.</summary>
    public void Fail(string text)
    {
        isClean = false;
        Say($"NOT CLEAN: {text}");
    }

    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        Row(head);
        Row([.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            Row(row);
        }

        output.WriteLine();
    }

    private void Row(IEnumerable<string> cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");
}
