using System.Diagnostics;

namespace CallCenter.Api.Composition.Trial;

/// <summary>
/// One process of a trial: started, its output told with its name in front, started again when it ends by itself. It holds our standard input's other
/// end, so it ends with us; and it has a session of its own, so that Ctrl-C reaches us alone and the order of the end is ours.
/// </summary>
internal sealed class TrialProcess(string name, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    /// <summary>Long enough to see on the wallboard that the others have taken over.</summary>
    public static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource ending = new();
    private Process? process;
    private Task supervised = Task.CompletedTask;

    public string Name => name;

    public int Id => process?.Id ?? 0;

    public void Start()
    {
        Begin();
        supervised = Supervise();
    }

    /// <summary>Lets it drain; what takes too long is killed.</summary>
    public async Task End()
    {
        await ending.CancelAsync();
        var ended = process!;
        try
        {
            ended.StandardInput.Close();
            await ended.WaitForExitAsync().WaitAsync(EndTimeMax);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException)
        {
            ended.Kill();
        }

        await supervised;
    }

    public void Dispose()
    {
        process?.Dispose();
        ending.Dispose();
    }

    private async Task Supervise()
    {
        while (true)
        {
            await process!.WaitForExitAsync();
            if (ending.IsCancellationRequested)
            {
                return;
            }

            Tell($"ended ({process.ExitCode}); it is started again in {RestartPause.TotalSeconds} s");
            await Task.Delay(RestartPause, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ending.IsCancellationRequested)
            {
                return;
            }

            Begin();
            Tell($"is process {Id} now");
        }
    }

    private void Begin()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "CallCenter.Api.dll");
        var start = new ProcessStartInfo("setsid", ["dotnet", program, .. arguments, "--with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        process?.Dispose();
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Tell(line.Data);
        process.ErrorDataReceived += (_, line) => Tell(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Tell(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            Console.WriteLine($"{name,-7}| {line}");
        }
    }
}
