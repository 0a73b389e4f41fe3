namespace CallCenter.Chaos.Lab;

/// <summary>The hosts of a run, their addresses, and the wires between them.</summary>
internal abstract class Network
{
    /// <summary>In the order of their addresses.</summary>
    public static readonly IReadOnlyList<string> Hosts = ["core1", "core2", "core3", "edge", "db", "standby", "peers", .. MediaServers.Hosts];

    /// <summary>The address under which the database is known, whichever host has it: a fail-over moves it.</summary>
    public const int FloatingNumber = 99;

    /// <summary>Whether wires can be cut, so that partitions can be made.</summary>
    public abstract bool CanCut { get; }

    /// <summary>What peers capture on.</summary>
    public abstract string Interface { get; }

    protected abstract string Prefix { get; }

    public string Address(string host) => $"{Prefix}.{Number(host)}";

    public string FloatingAddress => CanCut ? $"{Prefix}.{FloatingNumber}" : Address("db");

    /// <summary>The start of a command line that runs on this host.</summary>
    public abstract IReadOnlyList<string> On(string host);

    /// <summary>From now on nothing that <paramref name="from"/> sends reaches <paramref name="to"/>.</summary>
    public abstract Task Cut(string from, string to);

    public async Task CutBoth(string one, string other)
    {
        await Cut(one, other);
        await Cut(other, one);
    }

    /// <summary>All wires are whole again.</summary>
    public abstract Task Heal();

    /// <summary>The floating address leaves its host for this one; neighbours are told, as a gratuitous ARP does.</summary>
    public abstract Task Float(string to);

    protected static int Number(string host) => Hosts.ToList().IndexOf(host) + 1;
}
