using System.Globalization;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>The disk as the kernel sees it: each batch with events is one flush of the journal's write-ahead log.</summary>
[Collection("heavy")]
public sealed class Flushed
{
    [Fact]
    public async Task Each_commit_flushes_the_journal_once()
    {
        await using var center = await Center.Start("127.21.1.1", new Setup().Queue("sales", "4000", "wrap-up: 0s").Agents(5, "sales", "127.21.1.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phones = Sipp.Phones("agents_answer", "127.21.1.2:7000", ringMs: 50);
        await using var strace = Started.Start("strace", ["-f", "-y", "-e", "trace=fdatasync,fsync", "-p", center.Process.Id.ToString(CultureInfo.InvariantCulture)]);
        await strace.Line(line => line.Contains("attached", StringComparison.Ordinal));
        var before = await Commits(center);
        await using var callers = Sipp.Call(center, "caller_hangs_up", "4000", "127.21.1.3:5080", calls: 40, rate: 20, stayMs: 500);

        Assert.Equal(0, await callers.Ended());
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended") == 40);
        var commits = await Commits(center) - before;
        await strace.Interrupt();
        await strace.Ended();
        var flushes = strace.Output.Split('\n').Count(line => line.Contains("sync(", StringComparison.Ordinal) && line.Contains("journal.db-wal", StringComparison.Ordinal));

        // Beyond one a commit: the log's header when it starts anew, and the flush before each copying of it into the file (every 1,000 pages
        // or so); commits of the moments between the two readings and strace's own beginning and end may be missing or more.
        Assert.True(commits > 40, $"{commits} commits");
        Assert.InRange(flushes, commits - 3, commits + (commits / 10) + 10);
    }

    private static async Task<long> Commits(Center center)
    {
        var text = await center.Api.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').First(one => one.StartsWith("callcenter_journal_commits", StringComparison.Ordinal));
        return (long)double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }
}
