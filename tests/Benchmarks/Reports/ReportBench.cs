using System.Diagnostics;
using System.Globalization;
using CallCenter.Benchmarks.Calls;
using CallCenter.Benchmarks.Measures;
using CallCenter.Benchmarks.Sip;
using Microsoft.Data.Sqlite;

namespace CallCenter.Benchmarks.Reports;

/// <summary>
/// A month of calls, 200 queues and 2,000 agents: how long the product takes for its reports, over HTTP, and what calls feel of it while more reports
/// are asked for than it makes at once.
/// </summary>
internal static class ReportBench
{
    private const int Queues = 200;
    private const int Agents = 2_000;
    private const int Repeats = 5;
    private const double CallsPerSecond = 25;
    private const int Rounds = 4;

    /// <summary>More than are made at the same time: there is always one that waits for its turn.</summary>
    private const int Askers = 4;

    private static readonly DateOnly Month = new(2026, 10, 1);
    private static readonly Team Team = new("4000", 100);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(6);

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
        ("trunks by day", "trunks?from=2026-10-01&to=2026-11-01&interval=day"),
        ("queues by shift with who waits between them", "queues?from=2026-10-01&to=2026-11-01&interval=shift&shifts=06:00,14:00,22:00&measures=entered,answered,carried-in,carried-out"),
        ("the tenant by hour", "tenant?from=2026-10-01&to=2026-11-01&interval=hour"),
    ];

    public static async Task Run(Benchmarks.Report report, long calls)
    {
        await using var product = await Product.Start(CenterDocument.Of(Team));
        var began = Stopwatch.GetTimestamp();
        long rows;
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = product.ViewsFile, DefaultTimeout = 30, Pooling = false }.ToString()))
        {
            connection.Open();
            rows = new MonthOfCalls("bench", Queues, Agents).Write(connection, Month, calls);
        }

        report.Say($"{calls:N0} calls drawn and added up in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s: {rows:N0} sums, views.db {new FileInfo(product.ViewsFile).Length / 1e6:F0} MB.");
        await MakeThem(report, product);
        await CallBeside(report, product);
    }

    private static async Task MakeThem(Benchmarks.Report report, Product product)
    {
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

        report.Table(["report", $"ms, median of {Repeats} (best)", "CPU ms each", "answer, KiB"], table);
    }

    /// <summary>Calls with and without reports beside them, in turns: what differs is the reports.</summary>
    private static async Task CallBeside(Benchmarks.Report report, Product product)
    {
        using var floor = new Floor([Team], Sdp.Silent(Callers.Address.Address));
        await floor.WarmUp(Team);
        await floor.Turn(Team, Talk);
        await floor.Arrive(CallsPerSecond);
        var (alone, beside, made) = (new Latencies(), new Latencies(), 0);
        for (var round = 0; round < Rounds * 2; round++)
        {
            var isBeside = round % 2 == 1;
            using var over = new CancellationTokenSource();
            var asking = Enumerable.Range(0, isBeside ? Askers : 0).Select(first => Ask(product, first, over.Token)).ToList();
            var window = await Window.Of(floor, product, RoundLength);
            await over.CancelAsync();
            made += (await Task.WhenAll(asking)).Sum();
            (isBeside ? beside : alone).AddAll(window.Tally.ToAgent);
            if (!window.Tally.IsClean)
            {
                report.Fail($"calls {(isBeside ? "beside reports" : "alone")}: {window.Tally}\n{string.Join('\n', product.Complaints)}");
            }
        }

        if (!await floor.Empty(RoundLength))
        {
            report.Fail($"{await floor.Present()} calls hang");
        }

        report.Table(
            ["", "INVITE → INVITE p50 / p99 ms", "calls"],
            [
                ["no report", $"{alone}", $"{alone.Count}"], [$"reports without a pause ({made} made by {Askers} askers)", $"{beside}", $"{beside.Count}"],
                ["ratio", $"{beside.At(0.5) / alone.At(0.5):F2} / {beside.At(0.99) / alone.At(0.99):F2}", ""],
            ]);
        report.Say($"{Rounds} rounds of {RoundLength.TotalSeconds} s each way, in turns, {CallsPerSecond} calls/s, {Team.Agents} agents.");
    }

    private static async Task<int> Ask(Product product, int first, CancellationToken over)
    {
        var made = 0;
        for (var next = first; !over.IsCancellationRequested; next++)
        {
            await product.Get($"/api/v1/reports/{Asked[next % Asked.Length].Path}");
            made++;
        }

        return made;
    }
}
