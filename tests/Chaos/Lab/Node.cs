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
    private IReadOnlyDictionary<string, string> clocks = new Dictionary<string, string>();
    private Started? process;
    private bool isWanted;
    private Task supervising = Task.CompletedTask;

    public string Name => name;

    public bool IsRunning => process is { HasEnded: false };

    /// <summary>How often it ended by itself and was started again.</summary>
    public int Restarts { get; private set; }

    public string Output => process?.Output ?? "";

    private string Failpoint => FailpointIn(folder);

    /// <summary>Where a process with this folder looks for the point at which it is to stop.</summary>
    public static string FailpointIn(string folder) => Path.Combine(folder, "failpoint");

    /// <summary>Returns when it says that it is ready.</summary>
    public async Task Start()
    {
        isWanted = true;
        process = Run();
        supervising = Supervise(process);
        await process.Line(line => line.Contains("ready", StringComparison.OrdinalIgnoreCase), StartMax);
    }

    /// <summary>For one that should never be: starts it and waits a while for the word that it must not say.</summary>
    public async Task<bool> IsReadyWithin(TimeSpan most)
    {
        isWanted = false;
        process = Run();
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
        await Terminate();
        return await process!.Ended(most);
    }

    /// <summary>SIGTERM.</summary>
    public Task Terminate() => process!.Signal("-TERM");

    /// <summary>From the next start on, it sees these clocks (<see cref="Clocks"/>).</summary>
    public void See(IReadOnlyDictionary<string, string> others) => clocks = others;

    /// <summary>Its wall clock jumps; it must see one that can.</summary>
    public void SetClock(TimeSpan ahead) => Clocks.Set(folder, ahead);

    /// <summary>It dies by itself at a named point of its program that <paramref name="cause"/> leads it to; stays down. False: it did not come there.</summary>
    public async Task<bool> DiesAt(string point, Func<Task> cause, TimeSpan most)
    {
        isWanted = false;
        await File.WriteAllTextAsync(Failpoint, point);
        await cause();
        try
        {
            await process!.Ended(most);
            await supervising;
            return process.Output.Contains("failpoint:", StringComparison.Ordinal);
        }
        catch (TimeoutException)
        {
            isWanted = true;
            return false;
        }
        finally
        {
            File.Delete(Failpoint);
        }
    }

    public Task Freeze() => process!.Signal("-STOP");

    /// <summary>Frozen for exactly this long, also on a machine whose processors are taken; how long it was.</summary>
    public Task<TimeSpan> StandStill(TimeSpan length) => process!.StandStill(length);

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

    private Started Run() => Started.Start(command[0], command.Skip(1), folder, new Dictionary<string, string>([.. environment, .. clocks]));

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

        process = Run();
        supervising = Supervise(process);
    }
}
