using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallCenter.Telephony.Authentication;

namespace CallCenter.Api.Composition.Trial;

/// <summary>
/// A cluster on one machine, to try it out: a PostgreSQL of its own, core processes, and one process that is edge, API and views. A process that is
/// killed is started again after a pause. Nothing outlives this one. Needs Linux.
/// </summary>
internal sealed class ClusterTrial(RunOptions options) : IDisposable
{
    /// <summary>Own files beside those of a center of one process in the same --data.</summary>
    private const string Folder = "cluster";

    private const string Edge = "edge-1";
    private const int LinksFirst = 7400;
    private readonly string folder = Path.Combine(options.Data, Folder);
    private readonly List<TrialProcess> processes = [];

    public static async Task<int> Run(RunOptions options, CancellationToken stop)
    {
        using var trial = new ClusterTrial(options);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = stop.Register(() => stopping.TrySetResult());
        using var orphaned = options.WithParent ? Parent.Ended(() => stopping.TrySetResult()) : null;
        PrivatePostgres database;
        try
        {
            Directory.CreateDirectory(trial.folder);
            database = PrivatePostgres.Start(Path.Combine(trial.folder, "postgres"), IPAddress.Loopback.ToString(), FreePort(15432));
        }
        catch (InvalidOperationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }

        using (database)
        {
            trial.Start(database);
            await stopping.Task;
            await trial.End();
            database.Stop();
        }

        Console.WriteLine("Stopped. The journal is kept: calls in progress go on when the cluster starts again.");
        return 0;
    }

    public void Dispose() => processes.ForEach(process => process.Dispose());

    private void Start(PrivatePostgres database)
    {
        var environment = new Dictionary<string, string> { [ClusterRun.DatabaseVariable] = database.ConnectionString() };
        var (links, http) = (LinksFirst, options.Http.Port + 1);
        for (var core = 1; core <= options.TrialCores; core++)
        {
            (links, http) = (FreePort(links), FreePort(http));
            Add($"core-{core}", environment, ["--roles", "core", "--links", Loopback(links++), "--http", Loopback(http++)]);
        }

        Add(Edge, environment, [.. EdgeArguments(FreePort(links))]);
        Print(database);
    }

    private void Add(string name, Dictionary<string, string> environment, string[] arguments)
    {
        var process = new TrialProcess(
            name, ["--node", name, "--data", Path.Combine(folder, name), "--key-file", Path.Combine(folder, "cluster.key"), .. arguments], environment);
        process.Start();
        processes.Add(process);
    }

    private IEnumerable<string> EdgeArguments(int links)
    {
        var digest = options.Digest.Count > 1 ? "both" : options.Digest[0] == DigestAlgorithm.Md5 ? "md5" : "sha-256";
        string[] always =
        [
            "--roles", "edge,api,views", "--links", Loopback(links), "--http", options.Http.ToString(), "--sip", options.Sip.ToString(),
            "--digest", digest, .. Media(),
        ];
        string[] config = options.Config is { } file ? ["--config", file] : [];
        string[] sounds = options.Sounds is { } music ? ["--sounds", music] : [];
        string[] demo = options.Demo ? ["--demo"] : [];
        return [.. always, .. config, .. sounds, .. demo];
    }

    private IEnumerable<string> Media()
    {
        if (options.Rtpengines.Count == 0)
        {
            return ["--media-ports", string.Create(CultureInfo.InvariantCulture, $"{options.MediaFirst}-{options.MediaLast}")];
        }

        string[] sounds = options.RtpengineSounds is { } there ? ["--rtpengine-sounds", there] : [];
        return ["--media", "rtpengine", .. options.Rtpengines.SelectMany(engine => new[] { "--rtpengine", $"{engine.Name}={engine.Control}" }), .. sounds];
    }

    private void Print(PrivatePostgres database)
    {
        Console.WriteLine();
        Console.WriteLine($"  A cluster on this machine: {options.TrialCores} cores and an edge. Data in {folder}");
        Console.WriteLine();
        Console.WriteLine($"  PostgreSQL  process {database.ProcessId} at {database.Address}:{database.Port}");
        foreach (var process in processes)
        {
            Console.WriteLine($"  {process.Name,-11} process {process.Id}");
        }

        Console.WriteLine();
        Console.WriteLine("  Kill one while calls are up: kill -9 PROCESS. The others take its shards over; it is started again after a few seconds.");
        Console.WriteLine($"  See who owns what: http://{options.Http}/api/v1/cluster (with the admin token). Stop with Ctrl-C.");
        Console.WriteLine();
    }

    /// <summary>The edge first, so that nothing new comes in; then the cores at once.</summary>
    private async Task End()
    {
        foreach (var edge in processes.Where(process => process.Name == Edge))
        {
            await edge.End();
        }

        await Task.WhenAll(processes.Where(process => process.Name != Edge).Select(process => process.End()));
    }

    private static string Loopback(int port) => new IPEndPoint(IPAddress.Loopback, port).ToString();

    /// <summary>This one or the next that nobody listens on.</summary>
    private static int FreePort(int first)
    {
        for (var port = first; ; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }
}
