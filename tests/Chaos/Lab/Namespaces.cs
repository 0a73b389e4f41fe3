namespace CallCenter.Chaos.Lab;

/// <summary>
/// A network namespace for each host, wired to a bridge in one more. The machine's own network is not touched. Wires are cut by rules on the
/// bridge, so a cut has a direction and no host can tell it from a dead cable.
/// </summary>
internal sealed class Namespaces(string run) : Network
{
    private const string Switch = "net";

    public override bool CanCut => true;

    public override string Interface => "eth0";

    protected override string Prefix => "10.213.77";

    public override IReadOnlyList<string> On(string host) => ["ip", "netns", "exec", Name(host)];

    public string Name(string host) => $"{run}-{host}";

    public static async Task<bool> CanBeMade() =>
        Environment.UserName == "root" && Tool.Exists("ip") && Tool.Exists("nft") && await Try();

    public async Task Make()
    {
        foreach (var host in Hosts.Append(Switch))
        {
            await Tool.Run("ip", "netns", "add", Name(host));
            await Tool.Run("ip", "-n", Name(host), "link", "set", "dev", "lo", "up");
        }

        await Tool.Run("ip", "-n", Name(Switch), "link", "add", "name", "br0", "type", "bridge", "forward_delay", "0");
        await Tool.Run("ip", "-n", Name(Switch), "link", "set", "dev", "br0", "up");
        foreach (var host in Hosts)
        {
            await Tool.Run("ip", "-n", Name(Switch), "link", "add", "name", host, "type", "veth", "peer", "name", Interface, "netns", Name(host));
            await Tool.Run("ip", "-n", Name(Switch), "link", "set", "dev", host, "master", "br0", "up");
            await Tool.Run("ip", "-n", Name(host), "addr", "add", $"{Address(host)}/24", "dev", Interface);
            await Tool.Run("ip", "-n", Name(host), "link", "set", "dev", Interface, "up");
        }

        await Tool.Run([.. On(Switch), "nft", "add table bridge faults; add chain bridge faults forward { type filter hook forward priority 0; }"]);
        await Tool.Run("ip", "-n", Name("db"), "addr", "add", $"{FloatingAddress}/24", "dev", Interface);
    }

    public override Task Cut(string from, string to) =>
        Tool.Run([.. On(Switch), "nft", "add", "rule", "bridge", "faults", "forward", "iifname", from, "oifname", to, "drop"]);

    public override Task Heal() => Tool.Run([.. On(Switch), "nft", "flush", "chain", "bridge", "faults", "forward"]);

    public override async Task Float(string to)
    {
        foreach (var host in Hosts)
        {
            await Tool.Try("ip", "-n", Name(host), "addr", "del", $"{FloatingAddress}/24", "dev", Interface);
        }

        await Tool.Run("ip", "-n", Name(to), "addr", "add", $"{FloatingAddress}/24", "dev", Interface);
        foreach (var host in Hosts.Where(host => host != to))
        {
            await Tool.Run("ip", "-n", Name(host), "neigh", "flush", "all");
        }
    }

    /// <summary>Also ends what still runs in them.</summary>
    public static async Task Remove(string run)
    {
        foreach (var name in (await Tool.Run("ip", "netns", "list")).Split('\n').Select(line => line.Split(' ')[0]).Where(name => name.StartsWith(run + "-", StringComparison.Ordinal)))
        {
            await Tool.Try("ip", "netns", "del", name);
        }
    }

    private static async Task<bool> Try()
    {
        var trial = $"{Marks.Prefix}{Environment.ProcessId}-trial";
        var isMade = (await Tool.Try("ip", "netns", "add", trial)).Code == 0
            && (await Tool.Try("ip", "netns", "exec", trial, "nft", "add table bridge faults; add chain bridge faults forward { type filter hook forward priority 0; }")).Code == 0;
        await Tool.Try("ip", "netns", "del", trial);
        return isMade;
    }
}
