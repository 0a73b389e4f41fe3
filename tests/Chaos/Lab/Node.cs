using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Lab;

/// <summary>
/// One process of the product on its host, as an operator runs it: under a supervisor that starts it again when it ended by itself. A fault that
/// ends it says when it is started again.
/// </summary>
internal sealed class Node(string name, IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource stop = new();
    private Started? process;
    private bool isWanted;
    private Task supervising = Task.CompletedTask;

    public string Name => name;

    public bool IsRunning => process is { HasEnded: false };

    /// <summary>How often it ended by itself and was started again.</summary>
    public int Restarts { get; private set; }

    public string Output => process?.Output ?? "";

    /// <summary>Returns when it says that it is ready.</summary>
    public async Task Start()
    {
        isWanted = true;
        process = Started.Start(command[0], command.Skip(1), folder, environment);
        supervising = Supervise(process);
        await process.Line(line => line.Contains("ready", StringComparison.OrdinalIgnoreCase), StartMax);
    }

    /// <summary>For one that should never be: starts it and waits a while for the word that it must not say.</summary>
    public async Task<bool> IsReadyWithin(TimeSpan most)
    {
        isWanted = false;
        process = Started.Start(command[0], command.Skip(1), folder, environment);
        supervising = Supervise(process);
        try
        {
            await process.Line(line => line.Contains("ready", StringComparison.OrdinalIgnoreCase), most);
            return true;
        }
        catch (Exception refusal) when (refusal is TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>kill -9; stays down.</summary>
    public async Task Kill()
    {
        isWanted = false;
        await process!.Kill();
        await supervising;
    }

    /// <summary>SIGTERM; returns its exit code when it has ended.</summary>
    public async Task<int> Drain(TimeSpan most)
    {
        isWanted = false;
        await process!.Signal("-TERM");
        return await process.Ended(most);
    }

    public Task Freeze() => process!.Signal("-STOP");

    public Task Thaw() => process!.Signal("-CONT");

    public async ValueTask DisposeAsync()
    {
        isWanted = false;
        await stop.CancelAsync();
        if (process is { } last)
        {
            await last.Kill();
            await supervising;
            await last.DisposeAsync();
        }

        stop.Dispose();
    }

    private async Task Supervise(Started running)
    {
        await running.Ended(Timeout.InfiniteTimeSpan);
        File.AppendAllText(Path.Combine(folder, $"{name}.log"), running.Output + "\n");
        if (!isWanted || stop.IsCancellationRequested)
        {
            return;
        }

        Restarts++;
        try
        {
            await Pace.For(RestartPause, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        process = Started.Start(command[0], command.Skip(1), folder, environment);
        supervising = Supervise(process);
    }
}
