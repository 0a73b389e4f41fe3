using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Migration;
using CallCenter.Telephony.Authentication;

namespace CallCenter.Api.Composition;

/// <summary>The options of <c>run</c>, with their help.</summary>
internal static class CommandLine
{
    /// <summary>After SIGTERM or Ctrl-C: drain and goodbye; beyond it the process ends as if killed.</summary>
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(25);

    /// <param name="arguments">As given to the program.</param>
    /// <param name="run">What to do with them when they make sense.</param>
    /// <param name="error">Where what makes no sense is said; null: standard error.</param>
    public static Task<int> Run(string[] arguments, Func<RunOptions, CancellationToken, Task<int>> run, TextWriter? error = null)
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder of journal, views and secrets; made when missing", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var http = EndPoint("--http", "Address and port of the API and the pages", "127.0.0.1:8080");
        var sip = EndPoint("--sip", "Address and port of SIP, UDP and TCP; phones are told this address", "127.0.0.1:5060");
        var edge = new EdgeArguments();
        var config = new Option<FileInfo?>("--config") { Description = "Configuration of a tenant (YAML or JSON), applied when it changed since it was last applied", DefaultValueFactory = _ => Sample() };
        var digest = new Option<string>("--digest") { Description = "Hash that phones are asked for: md5 (every phone), both, or sha-256 (RFC 8760)", DefaultValueFactory = _ => "md5" };
        digest.AcceptOnlyFromAmong("md5", "both", "sha-256");
        var lookups = new Option<string>("--lookup-networks") { Description = "Networks that look-ups of callers may reach although they are not public, CIDR blocks with commas between (default: none)", DefaultValueFactory = _ => "" };
        lookups.Validators.Add(result => Refuse(result, Networks(result.GetValueOrDefault<string>()) is null, "--lookup-networks wants CIDR blocks with commas between, for example 10.20.0.0/16"));
        var webhooks = new Option<string>("--webhook-networks") { Description = "Networks that webhooks may reach although they are not public, and without TLS, CIDR blocks with commas between (default: none)", DefaultValueFactory = _ => "" };
        webhooks.Validators.Add(result => Refuse(result, Networks(result.GetValueOrDefault<string>()) is null, "--webhook-networks wants CIDR blocks with commas between, for example 10.20.0.0/16"));
        var reports = new Option<DirectoryInfo?>("--report-folder") { Description = "Folder of reports that are delivered as files; made when missing (default: reports in the data folder)" };
        var issuers = new Option<FileInfo?>("--issuers") { Description = "OpenID Connect issuers whose tokens the API takes, and what their claims mean (JSON; docs/security.md)" };
        var site = new Option<string>("--site") { Description = "Site that calls are of that come in here, as the tenants' configurations name it", DefaultValueFactory = _ => ActorId.MainSite };
        site.Validators.Add(result => Refuse(result, !TextForm.Site.Accepts(result.GetValueOrDefault<string>() ?? ""), $"--site wants {TextForm.Site.Expected}"));
        var noDemo = new Option<bool>("--no-demo") { Description = "Do not start the demo phones and callers (a process of a cluster does not)" };
        var demo = new Option<bool>("--demo") { Description = "Start the demo phones and callers, also in a process of a cluster", Hidden = true };

        var command = new RootCommand("CallCenter.Actors: a contact-center routing cluster. The admin token comes from CALLCENTER_ADMIN_TOKEN, or is made and printed at the first start.")
        {
            data, http, sip, config, digest, lookups, webhooks, reports, issuers, site, noDemo, demo,
        };
        var media = new MediaArguments(command);
        var cluster = new ClusterArguments(command);
        edge.AddTo(command);
        command.Subcommands.Add(ImportCommand.Make(error ?? Console.Out, error ?? Console.Error));
        command.Subcommands.Add(AuditCommand.Made(data, cluster.OfDatabase, error ?? Console.Out));
        command.SetAction((parsed, stop) =>
        {
            var folder = parsed.GetValue(data)!.FullName;
            var one = cluster.Read(parsed, folder);
            return run(edge.Read(parsed, media.Read(parsed, new RunOptions
            {
                Data = folder,
                Http = IPEndPoint.Parse(parsed.GetValue(http)!),
                Sip = IPEndPoint.Parse(parsed.GetValue(sip)!),
                Config = one is null || parsed.GetResult(config) is { Implicit: false } ? parsed.GetValue(config)?.FullName : null,
                Site = parsed.GetValue(site)!,
                LookupNetworks = Networks(parsed.GetValue(lookups))!,
                WebhookNetworks = Networks(parsed.GetValue(webhooks))!,
                ReportFolder = parsed.GetValue(reports)?.FullName,
                Issuers = parsed.GetValue(issuers)?.FullName,
                Digest = parsed.GetValue(digest) switch
                {
                    "both" => [DigestAlgorithm.Sha256, DigestAlgorithm.Md5],
                    "sha-256" => [DigestAlgorithm.Sha256],
                    _ => [DigestAlgorithm.Md5],
                },
                Demo = parsed.GetValue(demo) || (one is null && !parsed.GetValue(noDemo)),
                Cluster = one,
                TrialCores = cluster.TrialCores(parsed),
                WithParent = cluster.WithParent(parsed),
            })), stop);
        });
        return command.Parse(arguments).InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = StopTimeMax,
            Error = error ?? Console.Error,
            Output = error ?? Console.Out,
        });
    }

    private static Option<string> EndPoint(string name, string description, string standard)
    {
        var option = new Option<string>(name) { Description = $"{description} (ADDR:PORT)", DefaultValueFactory = _ => standard };
        option.Validators.Add(result => Refuse(
            result, !IPEndPoint.TryParse(result.GetValueOrDefault<string>() ?? "", out var parsed) || parsed.Port == 0, $"{name} wants ADDR:PORT, for example {standard}"));
        return option;
    }

    private static void Refuse(SymbolResult result, bool isWrong, string message)
    {
        if (isWrong)
        {
            result.AddError(message);
        }
    }

    private static IPNetwork[]? Networks(string? text)
    {
        var networks = new List<IPNetwork>();
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPNetwork.TryParse(word, out var network))
            {
                return null;
            }

            networks.Add(network);
        }

        return [.. networks];
    }

    /// <summary>samples/demo.yaml of the repository, when the program runs inside it.</summary>
    private static FileInfo? Sample() => Repository.Find("samples/demo.yaml") is { } path ? new FileInfo(path) : null;
}
