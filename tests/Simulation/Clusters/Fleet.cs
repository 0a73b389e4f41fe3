using CallCenter.Cluster;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Clusters;

/// <summary>The processes of the cluster over their lives: who runs now, who comes back when. One core is a place that a process fills again and again.</summary>
internal sealed class Fleet
{
    private static readonly TimeSpan DownMax = TimeSpan.FromSeconds(8);

    private readonly SimulatedSite site;
    private readonly ClusterProcess?[] cores;
    private readonly List<ClusterProcess> extras = [];
    private bool isHealing;

    public Fleet(SimulatedSite site, int count, Func<ClusterProcess, IPerformer> port)
    {
        this.site = site;
        cores = new ClusterProcess?[count];
        Edge = new ClusterProcess(site, "edge", "edge", port);
        for (var core = 0; core < count; core++)
        {
            Start(core);
        }
    }

    /// <summary>Calls live on it; losing it is another story.</summary>
    public ClusterProcess Edge { get; }

    public int Count => cores.Length;

    public int Crashes { get; private set; }

    /// <summary>Those that run now, the edge among them.</summary>
    public IReadOnlyList<ClusterProcess> Running => [.. cores.OfType<ClusterProcess>().Concat(extras).Append(Edge).Where(process => process.Machine.IsAlive)];

    public ClusterProcess? Core(int core) => cores[core] is { Machine.IsAlive: true } running ? running : null;

    public ClusterProcess? AnyCore() => Core(site.Random.Next(Count));

    public static string NameOf(int core) => $"core{core + 1}";

    /// <summary>It dies, and somebody starts it again.</summary>
    public void Kill(int core, bool silently = false)
    {
        if (Core(core) is { } process)
        {
            Crashes++;
            process.Machine.Kill(silently);
            StartLater(core);
        }
    }

    /// <summary>SIGTERM, as for an upgrade.</summary>
    public void Drain(int core) => Core(core)?.Drain(() => StartLater(core));

    /// <summary>Somebody starts a second process under a name that lives.</summary>
    public void StartNamesake(int core) => extras.Add(new ClusterProcess(site, NameOf(core), $"other{extras.Count + 1}", null));

    /// <summary>One process more, for good.</summary>
    public void StartExtra() => extras.Add(new ClusterProcess(site, $"extra{extras.Count + 1}", $"extra{extras.Count + 1}", null));

    /// <summary>Everybody who is down comes back, and nobody is taken down by the world any more.</summary>
    public void Heal()
    {
        isHealing = true;
        for (var core = 0; core < Count; core++)
        {
            if (Core(core) is null)
            {
                Start(core);
            }
        }
    }

    /// <summary>For good: nobody starts them again.</summary>
    public void KillAll()
    {
        foreach (var process in Running.Where(process => process != Edge))
        {
            process.Machine.Kill();
        }
    }

    private void StartLater(int core) => site.Time.After(isHealing ? TimeSpan.Zero : DownMax * site.Random.NextDouble(), () =>
    {
        if (Core(core) is null)
        {
            Start(core);
        }
    });

    private void Start(int core) => cores[core] = new ClusterProcess(site, NameOf(core), NameOf(core), null);
}
