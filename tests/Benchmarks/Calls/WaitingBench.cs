using System.Net;
using System.Net.Sockets;
using CallCenter.Benchmarks.Sip;

namespace CallCenter.Benchmarks.Calls;

/// <summary>Ten agents who talk 2 s, and more and more callers who wait: what each of them costs in memory, and whether waiting costs CPU.</summary>
internal static class WaitingBench
{
    private static readonly Team Team = new("4000", 10);
    private const double ArrivalsPerSecond = 100;
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WindowLength = TimeSpan.FromSeconds(8);

    public static async Task Run(Report report)
    {
        using var hole = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        hole.Bind(new IPEndPoint(Callers.Address.Address, 0));
        var rows = await Rows("signalling only", Sdp.Silent(Callers.Address.Address), [10, 1_000, 3_000]);
        rows.AddRange(await Rows("with music", Sdp.Hearing((IPEndPoint)hole.LocalEndPoint!), [10, 1_000]));
        report.Table(["", "waiting", "calls/s", "CPU of a core", "next call p50 / p99 ms", "resident MiB", "KiB a waiting call"], rows);
        report.Say($"{Team.Agents} agents, talk {Talk.TotalSeconds} s, {WindowLength.TotalSeconds} s each. KiB a waiting call: growth of resident memory since the row above, by callers more. With music 50 packets/s go to each waiting caller.");
    }

    private static async Task<List<string[]>> Rows(string what, string sdp, int[] steps)
    {
        await using var product = await Product.Start(CenterDocument.Of(Team));
        using var floor = new Floor([Team], sdp);
        await floor.WarmUp(Team);
        await floor.Turn(Team, Talk);
        List<string[]> rows = [];
        (int Waiting, long Bytes)? before = null;
        foreach (var waiting in steps)
        {
            await floor.Keep(waiting + Team.Agents, ArrivalsPerSecond);
            await Pause.For(Settle);
            var window = await Window.Of(floor, product, WindowLength);
            var bytes = product.ResidentBytes;
            var each = before is { } last ? $"{(bytes - last.Bytes) / 1024.0 / (waiting - last.Waiting):F0}" : "";
            rows.Add([what, $"{waiting}", $"{window.CallsPerSecond:F1}", $"{window.CpuPercent:F0} %", $"{window.Tally.ToNext}", $"{bytes / (double)(1 << 20):F0}", each]);
            before = (waiting, bytes);
        }

        return rows;
    }
}
