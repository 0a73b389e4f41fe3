using System.Diagnostics;
using System.Globalization;
using CallCenter.Benchmarks.Calls;
using CallCenter.Benchmarks.Measures;
using Microsoft.Data.Sqlite;

namespace CallCenter.Benchmarks.Reports;

/// <summary>A month of ten million calls, 200 queues and 2,000 agents: how long the product takes for its reports, over HTTP.</summary>
internal static class ReportBench
{
    private const long Calls = 10_000_000;
    private const int Queues = 200;
    private const int Agents = 2_000;
    private const int Repeats = 5;
    private static readonly DateOnly Month = new(2026, 10, 1);

    private static readonly (string Name, string Path)[] Asked =
    [
        ("queues, the month", "queues?from=2026-10-01&to=2026-11-01"),
        ("queues by day, Shanghai", "queues?from=2026-10-01&to=2026-11-01&zone=Asia/Shanghai&interval=day"),
        ("queues by day, Kolkata (half hours)", "queues?from=2026-10-01&to=2026-11-01&zone=Asia/Kolkata&interval=day"),
        ("queues, the month, with percentiles and T = 30 s", "queues?from=2026-10-01&to=2026-11-01&threshold=30&measures=service-level,wait-percentile-90,aht"),
        ("agents, the month", "agents?from=2026-10-01&to=2026-11-01"),
        ("agents by week, Berlin", "agents?from=2026-10-01&to=2026-11-01&zone=Europe/Berlin&interval=week"),
        ("teams by day", "teams?from=2026-10-01&to=2026-11-01&interval=day"),
        ("numbers by day", "numbers?from=2026-10-01&to=2026-11-01&interval=day"),
        ("the tenant by hour", "tenant?from=2026-10-01&to=2026-11-01&interval=hour"),
    ];

    public static async Task Run(Benchmarks.Report report)
    {
        await using var product = await Product.Start(CenterDocument.Of(new Team("4000", 1)));
        var began = Stopwatch.GetTimestamp();
        long rows;
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = product.ViewsFile, DefaultTimeout = 30, Pooling = false }.ToString()))
        {
            connection.Open();
            rows = new MonthOfCalls("bench", Queues, Agents).Write(connection, Month, Calls);
        }

        report.Say($"{Calls:N0} calls drawn and added up in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s: {rows:N0} sums, views.db {new FileInfo(product.ViewsFile).Length / 1e6:F0} MB.");
        var table = new List<IReadOnlyList<string>>();
        foreach (var (name, path) in Asked)
        {
            var (times, cpu, length) = (new Runs(), product.CpuSeconds, 0);
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                var asked = Stopwatch.GetTimestamp();
                length = (await product.Get($"/api/v1/reports/{path}")).Length;
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            table.Add([name, times.Cost, ((product.CpuSeconds - cpu) * 1000 / Repeats).ToString("F0", CultureInfo.InvariantCulture), $"{length / 1024}"]);
        }

        report.Table(["report", "ms, median of 5 (best)", "CPU ms each", "answer, KiB"], table);
    }
}
