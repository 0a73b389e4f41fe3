using CallCenter.Api.Access.Users;
using CallCenter.Cluster.Membership;

namespace CallCenter.Api.Composition;

/// <summary>What an operator reads when the process is up.</summary>
internal static class Welcome
{
    public static void Print(RunOptions options, string? madeToken, string? madePassword, Demo? demo)
    {
        Console.WriteLine();
        Console.WriteLine(options.Cluster is { } cluster
            ? $"  {cluster.Node} of {cluster.Cluster} is ready ({Words(cluster.Roles)}). Links at {cluster.Links}, data in {options.Data}"
            : $"  CallCenter.Actors is ready. Data in {options.Data}");
        Console.WriteLine();
        if (options.Does(Roles.Api))
        {
            Console.WriteLine($"  Wallboard and API   http://{options.Http}/      OpenAPI: /api/v1/openapi.json");
            Console.WriteLine(madeToken is null
                ? $"  Admin token         as before, or as {ApiOptions.AdminTokenVariable} says"
                : $"  Admin token         {madeToken}      (shown this once)");
            if (madePassword is not null)
            {
                Console.WriteLine($"  Administrator       user {FirstAdministrator.Id}, password {madePassword}      (shown this once; to be changed at the first sign-in)");
            }
        }
        else
        {
            Console.WriteLine($"  Health and metrics  http://{options.Http}/healthz, /readyz, /metrics, /api/v1/cluster");
        }

        if (options.Does(Roles.Edge))
        {
            Console.WriteLine($"  SIP                 {options.Sip} (UDP and TCP); {Media(options)}");
            Console.WriteLine($"  Softphone           domain and proxy {options.Sip}, user and password of a phone in the configuration (demo: 6001, demo-6001); then call 4000");
            Console.WriteLine(demo is not null
                ? $"  Demo                phones and callers run as process {demo.Id}; their Call-IDs are in /api/v1/calls"
                : options.Demo ? "  Demo                not built here: ./build.sh run builds it" : "  Demo                off");
        }

        Console.WriteLine();
        Console.WriteLine(options.Cluster is null
            ? "  Stop with Ctrl-C: new calls are refused, what was decided is finished, calls in progress go on after the next start."
            : "  Stop with Ctrl-C or SIGTERM: its shards are handed over, and what was decided is finished.");
        Console.WriteLine();
    }

    private static string Media(RunOptions options) => options.Rtpengines.Count == 0
        ? $"media on UDP {options.MediaFirst}-{options.MediaLast}"
        : $"media on rtpengine {string.Join(", ", options.Rtpengines.Select(engine => $"{engine.Name} ({engine.Control})"))}";

    private static string Words(Roles roles) => roles.ToString().ToLowerInvariant();
}
