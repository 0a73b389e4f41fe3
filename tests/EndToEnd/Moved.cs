using System.Globalization;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>
/// A small Asterisk center moves: its own files become our document, its phones take real calls, and a reader of <c>queue_log</c> that counts as
/// app_queue does comes to the figures of our reports under Asterisk's formulas.
/// </summary>
[Collection("heavy")]
public sealed class Moved
{
    private const int ServiceLevel = 2;

    private const string QueuesConf = """
        [general]
        persistentmembers = yes
        autofill = yes
        monitor-type = MixMonitor

        [all](!)
        timeout = 15
        retry = 1
        wrapuptime = 1
        servicelevel = 2
        ringinuse = no

        [sales](all)
        strategy = leastrecent
        member => PJSIP/1001,0,Li Wei
        member => PJSIP/1002,0,Wang Fang

        [support](all)
        strategy = ringall
        joinempty = yes
        member => PJSIP/1003,0,Zhao Lei
        """;

    private const string ExtensionsConf = """
        [globals]
        OFFICE = 127.160.1.9

        [from-trunk]
        exten => 4000,1,Answer()
        same => n,Queue(sales,t,,,300)
        same => n,Hangup()
        exten => 4001,1,Queue(support)
        exten => _5XXX,1,Dial(PJSIP/${EXTEN})
        """;

    [Fact]
    public async Task Its_reader_of_queue_log_and_our_report_say_the_same()
    {
        await using var center = await Center.Start("127.160.1.1", await Imported());
        await center.SetState("1001", """{"state":"ready"}""");
        await center.SetState("1002", """{"state":"ready"}""");
        await center.SetState("1003", """{"state":"not-ready"}""");
        await using (var phones = Sipp.Phones("agents_answer", "127.160.1.2:7000", 200, "-m", "4"))
        await using (var served = Sipp.Call(center, "caller_hangs_up", "4000", "127.160.1.3:5080", calls: 2, stayMs: 5_000))
        {
            await Talking(center, 2);
            // These wait until those are done, which is longer than the service level.
            await using var waiting = Sipp.Call(center, "caller_hangs_up", "4000", "127.160.1.3:5081", calls: 2, stayMs: 11_000);
            await using var impatient = Sipp.Call(center, "caller_hangs_up", "4001", "127.160.1.3:5082", calls: 2, stayMs: 500);
            Assert.Equal((0, 0, 0, 0), (await served.Ended(), await impatient.Ended(), await waiting.Ended(), await phones.Ended()));
        }

        await center.SetState("1001", """{"state":"signed-out"}""");
        var today = DateTime.UtcNow.Date;
        var range = string.Create(CultureInfo.InvariantCulture, $"from={today.AddDays(-1):yyyy-MM-dd}&to={today.AddDays(2):yyyy-MM-dd}");
        var sales = await Figures(center, range, "sales", calls: 4);
        var support = await Figures(center, range, "support", calls: 2);
        var log = AppQueue.Read(await center.Api.GetStringAsync(new Uri($"/api/v1/reports/queue-log?{range}", UriKind.Relative)), ServiceLevel);

        foreach (var (queue, ours) in new[] { ("sales", sales), ("support", support) })
        {
            var theirs = log.Queues[queue];
            Assert.Equal(theirs.Entered, ours["entered"]);
            Assert.Equal(theirs.Completed, ours["answered"]);
            Assert.Equal(theirs.Abandoned, ours["abandoned"]);
            Assert.Equal(theirs.ServiceLevelPerf, ours["service-level.of-answered"]);
            Assert.Equal(theirs.ServiceLevelPerf2, ours["service-level.asterisk-2"]);
            Assert.Equal(theirs.AbandonedShare, ours["abandonment-rate.asterisk"]);
            // The log has whole seconds, cut: for each call it is less than one short.
            Near(theirs.Hold, ours["asa"]);
            Near(theirs.Talk, ours["aht.talk-only"]);
        }

        Assert.Equal((4, 4, 2), (log.Queues["sales"].Entered, log.Queues["sales"].Completed, log.Queues["sales"].WithinLevel));
        Assert.Equal((2, 0, 2), (log.Queues["support"].Entered, log.Queues["support"].Completed, log.Queues["support"].Abandoned));
        Assert.Equal(["1001", "1002"], log.Answerers);
        Assert.Contains("1003", log.Paused);
        Assert.Equal(["1001"], log.Removed);
    }

    private static async Task Talking(Center center, int agents)
    {
        var began = DateTimeOffset.UtcNow;
        while ((await center.All("/api/v1/agents?state=talking")).Count < agents)
        {
            Assert.True(DateTimeOffset.UtcNow - began < Started.Patience, "they do not talk");
            await Task.Yield();
        }
    }

    private static void Near(double? theirs, double? ours)
    {
        Assert.Equal(theirs is null, ours is null);
        if (theirs is { } whole)
        {
            Assert.InRange(ours!.Value / 1000 - whole, 0, 1);
        }
    }

    /// <summary>Asterisk's files through <c>import</c>; beside them only whom calls come from, which Asterisk has elsewhere.</summary>
    private static async Task<string> Imported()
    {
        var folder = Directory.CreateTempSubdirectory("asterisk-").FullName;
        try
        {
            var (queues, extensions) = (Path.Combine(folder, "queues.conf"), Path.Combine(folder, "extensions.conf"));
            await File.WriteAllTextAsync(queues, QueuesConf);
            await File.WriteAllTextAsync(extensions, ExtensionsConf);
            await using var import = Started.Start("dotnet", [Center.Program(), "import", queues, "--extensions", extensions, "--tenant", "demo", "--phones-at", "127.160.1.2:7000"]);
            Assert.Equal(0, await import.Ended());
            Assert.Contains("things to look at", import.Output, StringComparison.Ordinal);
            var document = string.Join('\n', import.Output.Split('\n').Where(line => !line.Contains("things to look at", StringComparison.Ordinal)));
            return document + "\ntrunks: [{ id: carrier, sources: [127.0.0.0/8] }]\n";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of a queue, when its calls are all over.</summary>
    private static async Task<Dictionary<string, double?>> Figures(Center center, string range, string queue, int calls)
    {
        string[] measures = ["entered", "answered", "abandoned", "service-level.of-answered", "service-level.asterisk-2", "abandonment-rate.asterisk", "asa", "aht.talk-only", "segments"];
        var began = DateTimeOffset.UtcNow;
        while (true)
        {
            var report = await center.Get($"/api/v1/reports/queues?{range}&subjects={queue}&threshold={ServiceLevel}&measures={string.Join(',', measures)}");
            var values = measures.Zip(report["total"]!.AsArray().Select(value => (double?)value)).ToDictionary(pair => pair.First, pair => pair.Second);
            if (values["entered"] == calls && values["answered"] + values["abandoned"] == calls && values["segments"] == values["answered"])
            {
                return values;
            }

            Assert.True(DateTimeOffset.UtcNow - began < Started.Patience, report.ToJsonString());
            await Task.Yield();
        }
    }
}

/// <summary>What app_queue counts of a queue, from the lines of its log: whole seconds, as it has them.</summary>
internal sealed record AppQueueFigures
{
    public int Entered { get; set; }

    public int Completed { get; set; }

    public int Abandoned { get; set; }

    public int WithinLevel { get; set; }

    public int AbandonedWithinLevel { get; set; }

    public double HoldTotal { get; set; }

    public double TalkTotal { get; set; }

    /// <summary>As <c>queue show</c> prints it, of 1.</summary>
    public double? ServiceLevelPerf => Completed == 0 ? null : (double)WithinLevel / Completed;

    public double? ServiceLevelPerf2 => Completed + Abandoned == 0 ? null : (double)(WithinLevel + AbandonedWithinLevel) / (Completed + Abandoned);

    public double? AbandonedShare => Entered == 0 ? null : (double)Abandoned / Entered;

    public double? Hold => Completed == 0 ? null : HoldTotal / Completed;

    public double? Talk => Completed == 0 ? null : TalkTotal / Completed;
}

/// <summary>A reader of <c>queue_log</c> that knows nothing of ours.</summary>
internal sealed class AppQueue
{
    public Dictionary<string, AppQueueFigures> Queues { get; } = [];

    public SortedSet<string> Answerers { get; } = [];

    public HashSet<string> Paused { get; } = [];

    public SortedSet<string> Removed { get; } = [];

    public static AppQueue Read(string log, int serviceLevel)
    {
        var read = new AppQueue();
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('|');
            var (queue, agent, word, data) = (parts[2], parts[3], parts[4], parts[5..]);
            var figures = read.Queues.TryGetValue(queue, out var known) ? known : read.Queues[queue] = new AppQueueFigures();
            switch (word)
            {
                case "ENTERQUEUE":
                    figures.Entered++;
                    break;
                case "CONNECT":
                    read.Answerers.Add(agent);
                    figures.WithinLevel += int.Parse(data[0], CultureInfo.InvariantCulture) <= serviceLevel ? 1 : 0;
                    break;
                case "COMPLETECALLER" or "COMPLETEAGENT":
                    figures.Completed++;
                    figures.HoldTotal += int.Parse(data[0], CultureInfo.InvariantCulture);
                    figures.TalkTotal += int.Parse(data[1], CultureInfo.InvariantCulture);
                    break;
                case "ABANDON":
                    figures.Abandoned++;
                    figures.AbandonedWithinLevel += int.Parse(data[2], CultureInfo.InvariantCulture) <= serviceLevel ? 1 : 0;
                    break;
                case "PAUSEALL":
                    read.Paused.Add(agent);
                    break;
                case "REMOVEMEMBER":
                    read.Removed.Add(agent);
                    break;
                default:
                    break;
            }
        }

        return read;
    }
}
