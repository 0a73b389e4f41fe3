using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using CallCenter.Cluster.Membership;

namespace CallCenter.Api.Composition;

/// <summary>The options of a process that is one of several, and which of them make sense together.</summary>
internal sealed class ClusterArguments
{
    public const int TrialCoresMax = 9;

    private static readonly Dictionary<string, Roles> RoleNames = new(StringComparer.Ordinal)
    {
        ["core"] = Roles.Core,
        ["edge"] = Roles.Edge,
        ["api"] = Roles.Api,
        ["views"] = Roles.Views,
    };

    private readonly Option<string?> database = new("--database")
    {
        Description = $"PostgreSQL connection string: this process is one of a cluster. Better in {ClusterRun.DatabaseVariable}, where ps does not show its password",
    };

    private readonly Option<string> name = new("--cluster-name") { Description = "Name of the cluster; a database belongs to one", DefaultValueFactory = _ => "callcenter" };
    private readonly Option<string?> node = new("--node") { Description = "Name of this process in the cluster, the same over restarts" };
    private readonly Option<string> roles = new("--roles") { Description = "What this process does: any of edge,core,api,views", DefaultValueFactory = _ => "edge,core,api,views" };
    private readonly Option<string> links = new("--links") { Description = "Where links of the other processes come in (ADDR:PORT)", DefaultValueFactory = _ => "127.0.0.1:7400" };
    private readonly Option<string?> advertise = new("--advertise") { Description = "HOST:PORT that others are told for links; default: that of --links" };
    private readonly Option<FileInfo?> certificate = new("--tls-cert") { Description = "Certificate of this process for links (PEM)" };
    private readonly Option<FileInfo?> key = new("--tls-key") { Description = "Its key (PEM)" };
    private readonly Option<FileInfo?> authority = new("--tls-ca") { Description = "The authority that signed the certificates of all processes (PEM)" };
    private readonly Option<bool> plain = new("--links-plain") { Description = "Links without TLS also beyond this machine: only in a network that nobody else reaches" };
    private readonly Option<FileInfo?> keyFile = new("--key-file") { Description = "Key that the cluster's secrets are sealed with, the same on every node with edge, api or views; made by the first (default: DATA/cluster.key)" };
    private readonly Option<int> trial = new("--cluster") { Description = $"Try a cluster on this machine: N core processes (1-{TrialCoresMax}), an edge and a PostgreSQL of its own" };
    private readonly Option<bool> withParent = new("--with-parent") { Description = "End when standard input ends", Hidden = true };

    public ClusterArguments(RootCommand command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[database, name, node, roles, links, advertise, certificate, key, authority, plain, keyFile, trial, withParent])
        {
            command.Options.Add(option);
        }

        name.Validators.Add(result => Named(result, "--cluster-name"));
        node.Validators.Add(result => Named(result, "--node"));
        roles.Validators.Add(result => Refuse(result, RolesOf(result.GetValueOrDefault<string>()) is null, "--roles wants some of edge,core,api,views, with commas between"));
        links.Validators.Add(result => Refuse(
            result, !IPEndPoint.TryParse(result.GetValueOrDefault<string>() ?? "", out var parsed) || parsed.Port == 0, "--links wants ADDR:PORT, for example 10.0.0.11:7400"));
        advertise.Validators.Add(result => Refuse(result, !IsReachable(result.GetValueOrDefault<string?>()), "--advertise wants the HOST:PORT that others reach this process at: no wildcard"));
        trial.Validators.Add(result => Refuse(result, result.GetValueOrDefault<int>() is < 1 or > TrialCoresMax, $"--cluster wants a number of core processes from 1 to {TrialCoresMax}"));
        command.Validators.Add(Together);
    }

    /// <summary>Also of commands that work beside a running center.</summary>
    public Option<string?> OfDatabase => database;

    public bool WithParent(ParseResult parsed) => parsed.GetValue(withParent);

    public int TrialCores(ParseResult parsed) => parsed.GetValue(trial);

    /// <summary>Null: no database is named, the whole center is in this process.</summary>
    public ClusterRun? Read(ParseResult parsed, string data)
    {
        if (Database(parsed.GetValue(database)) is not { } connection || TrialCores(parsed) > 0)
        {
            return null;
        }

        return new ClusterRun
        {
            Database = connection,
            Cluster = parsed.GetValue(name)!,
            Node = parsed.GetValue(node)!,
            Roles = RolesOf(parsed.GetValue(roles))!.Value,
            Links = IPEndPoint.Parse(parsed.GetValue(links)!),
            Advertise = parsed.GetValue(advertise),
            Tls = parsed.GetValue(certificate) is { } file ? new LinkFiles(file.FullName, parsed.GetValue(key)!.FullName, parsed.GetValue(authority)!.FullName) : null,
            AllowPlain = parsed.GetValue(plain),
            KeyFile = parsed.GetValue(keyFile)?.FullName ?? Path.Combine(data, "cluster.key"),
        };
    }

    /// <summary>What makes no sense together is said, not guessed at.</summary>
    private void Together(CommandResult command)
    {
        var isCluster = Database(command.GetValue(database)) is not null;
        var isTrial = IsGiven(command, trial);
        var certificates = new[] { certificate, key, authority }.Count(option => IsGiven(command, option));
        Refuse(command, isTrial && IsGiven(command, database), "--cluster makes a PostgreSQL of its own: leave out --database, or start the processes one by one");
        Refuse(command, isCluster && !isTrial && !IsGiven(command, node), "--node is missing: each process of a cluster has a name that stays the same over restarts");
        Refuse(command, certificates is 1 or 2, "--tls-cert, --tls-key and --tls-ca belong together");
        Refuse(command, certificates > 0 && command.GetValue(plain), "--links-plain is the opposite of --tls-cert");
        Refuse(
            command,
            isCluster && !isTrial && certificates == 0 && !command.GetValue(plain) && IPEndPoint.TryParse(command.GetValue(links) ?? "", out var at) && !IPAddress.IsLoopback(at.Address),
            "links beyond this machine need --tls-cert, --tls-key and --tls-ca (or --links-plain in a network that nobody else reaches)");
        Refuse(
            command,
            isCluster && !isTrial && !IsGiven(command, advertise) && IPEndPoint.TryParse(command.GetValue(links) ?? "", out var listening) && IsWildcard(listening),
            "--links at every address needs --advertise: the HOST:PORT that others reach this process at");
        foreach (var option in (ReadOnlySpan<Option>)[name, node, roles, links, advertise, certificate, key, authority, plain, keyFile])
        {
            Refuse(command, !isCluster && IsGiven(command, option), $"{option.Name} is for a cluster: name its database with --database or {ClusterRun.DatabaseVariable}");
            Refuse(command, isTrial && IsGiven(command, option), $"{option.Name} is not for --cluster, which names its processes itself");
        }
    }

    private static string? Database(string? given) =>
        (given ?? Environment.GetEnvironmentVariable(ClusterRun.DatabaseVariable)) is { Length: > 0 } connection ? connection : null;

    private static bool IsGiven(CommandResult command, Option option) => command.GetResult(option) is { Implicit: false };

    private static bool IsWildcard(IPEndPoint address) => address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any);

    /// <summary>HOST:PORT of one machine: 0.0.0.0 and [::] are for listening.</summary>
    private static bool IsReachable(string? address) => address switch
    {
        null => true,
        _ when IPEndPoint.TryParse(address, out var ip) => ip.Port != 0 && !IsWildcard(ip),
        _ => address.LastIndexOf(':') is var colon and > 0 && Uri.CheckHostName(address[..colon]) == UriHostNameType.Dns && ushort.TryParse(address.AsSpan(colon + 1), out var port) && port != 0,
    };

    private static Roles? RolesOf(string? text)
    {
        var roles = Roles.None;
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!RoleNames.TryGetValue(word, out var role))
            {
                return null;
            }

            roles |= role;
        }

        return roles;
    }

    private static void Named(OptionResult result, string option) => Refuse(
        result,
        result.GetValueOrDefault<string?>() is { } text && (text.Length is 0 or > 64 || !text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')),
        $"{option} wants 1 to 64 letters, digits and -_.");

    private static void Refuse(SymbolResult result, bool isWrong, string message)
    {
        if (isWrong)
        {
            result.AddError(message);
        }
    }
}
