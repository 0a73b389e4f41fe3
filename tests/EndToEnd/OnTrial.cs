using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>The cluster on one machine, as <c>run -- --cluster N</c> starts it.</summary>
public sealed partial class OnTrial
{
    [Fact]
    public async Task What_is_killed_is_started_again_and_ctrl_c_ends_everything()
    {
        await using var trial = Trial.Start("127.24.1.1");
        await trial.Program.Line(line => line.Contains("edge-1 of callcenter is ready", StringComparison.Ordinal), Center.StartMax);
        var before = trial.Processes();
        Assert.Equal(["PostgreSQL", "core-1", "core-2", "edge-1"], before.Keys);

        Kill(before["core-1"]);
        var again = await trial.Program.Line(line => line.Contains("core-1", StringComparison.Ordinal) && line.Contains(" is process ", StringComparison.Ordinal));
        var successor = int.Parse(Number().Match(again[again.IndexOf(" is process ", StringComparison.Ordinal)..]).Value, CultureInfo.InvariantCulture);
        Assert.NotEqual(before["core-1"], successor);

        await trial.Program.Interrupt();
        Assert.Equal(0, await trial.Program.Ended());
        Assert.All([.. before.Values, successor], id => Assert.False(Lives(id), $"process {id} lives"));
    }

    [Fact]
    public async Task Nothing_outlives_a_trial_that_is_killed()
    {
        await using var trial = Trial.Start("127.24.2.1");
        await trial.Program.Line(line => line.Contains("edge-1 of callcenter is ready", StringComparison.Ordinal), Center.StartMax);
        var processes = trial.Processes();

        await trial.Program.Kill();

        using var patience = new CancellationTokenSource(Started.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (processes.Values.Any(Lives))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    private static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"^  (PostgreSQL|core-\d|edge-1) +process (\d+)", RegexOptions.Multiline)]
    private static partial Regex ProcessLine();

    private sealed class Trial : IAsyncDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("callcenter-trial-").FullName;

        private Trial(string address)
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
            var configuration = Path.Combine(folder, "center.yaml");
            File.WriteAllText(configuration, new Setup().Queue("sales", "4000").ToString());
            Program = Started.Start(
                "dotnet",
                [
                    Center.Program(), "--cluster", "2", "--data", folder, "--http", $"{address}:{Center.FreePort(address)}", "--sip", $"{address}:5060",
                    "--config", configuration, "--no-demo",
                ],
                folder);
        }

        public Started Program { get; }

        public static Trial Start(string address) => new(address);

        /// <summary>As it printed them.</summary>
        public Dictionary<string, int> Processes() => ProcessLine().Matches(Program.Output)
            .ToDictionary(line => line.Groups[1].Value, line => int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture));

        public async ValueTask DisposeAsync()
        {
            await Program.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
