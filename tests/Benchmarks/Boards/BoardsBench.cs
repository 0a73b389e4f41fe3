using System.Globalization;
using CallCenter.Benchmarks.Calls;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Boards;

/// <summary>
/// Many wallboards follow one node: an agent's state changes several times a second, and every board is told each time. From the moment of the event, as its envelope has
/// it, until its last byte is read, by all boards together.
/// </summary>
internal static class BoardsBench
{
    private const int ChangesPerSecond = 10;
    private const int Changes = 300;
    private static readonly int[] Steps = [1, 100, 1_000, 2_000];
    private static readonly Team Team = new("4000", 100);
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(30);

    public static async Task Run(Benchmarks.Report report)
    {
        await using var product = await Product.Start(CenterDocument.Of(Team) + "reasons: { break: {}, meal: {} }\n");
        var boards = new List<Board>();
        var rows = new List<IReadOnlyList<string>>();
        try
        {
            foreach (var step in Steps)
            {
                while (boards.Count < step)
                {
                    boards.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(50, step - boards.Count)).Select(_ => Board.Open(product))));
                }

                rows.Add(await Measure(report, product, boards, rows.Count * Changes));
            }
        }
        finally
        {
            boards.ForEach(board => board.Dispose());
        }

        report.Table(["boards", "events each", "event → board p50 / p99 ms", "longest ms", "CPU of a core", "resident MiB"], rows);
        report.Say($"{ChangesPerSecond} changes of agents' states a second, each an event of its own for every board (queues' events come besides); the readers run on the same cores.");
    }

    private static async Task<IReadOnlyList<string>> Measure(Benchmarks.Report report, Product product, List<Board> boards, int before)
    {
        boards.ForEach(board => board.Begin());
        var (cpu, began) = (product.CpuSeconds, Environment.TickCount64);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ChangesPerSecond));
        for (var change = 0; change < Changes && await pace.WaitForNextTickAsync(); change++)
        {
            var reason = (before + change) / Team.Agents % 2 == 0 ? "break" : "meal";
            await product.Put(string.Create(CultureInfo.InvariantCulture, $"/api/v1/agents/a{change % Team.Agents:D5}/state"), $$"""{"state":"not-ready","reason":"{{reason}}"}""");
        }

        var used = (product.CpuSeconds - cpu) / ((Environment.TickCount64 - began) / 1000.0);
        await Task.WhenAny(Task.WhenAll(boards.Select(board => board.Reaches(Changes))), Task.Delay(LateMax));
        var all = new Latencies();
        boards.ForEach(board => all.AddAll(board.Times));
        if (boards.Any(board => board.Times.Count != Changes))
        {
            report.Fail($"{boards.Count(board => board.Times.Count < Changes)} of {boards.Count} boards miss events, {boards.Count(board => board.Times.Count > Changes)} have too many");
        }

        return [$"{boards.Count}", $"{Changes}", $"{all.At(0.5):F0} / {all.At(0.99):F0}", $"{all.At(1):F0}", $"{used * 100:F0} %", $"{product.ResidentBytes / (double)(1 << 20):F0}"];
    }
}
