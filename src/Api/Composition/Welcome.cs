namespace CallCenter.Api.Composition;

/// <summary>What an operator reads when the center is up.</summary>
internal static class Welcome
{
    public static void Print(RunOptions options, string? madeToken, Demo? demo)
    {
        Console.WriteLine();
        Console.WriteLine($"  CallCenter.Actors is ready. Data in {options.Data}");
        Console.WriteLine();
        Console.WriteLine($"  Wallboard and API   http://{options.Http}/      OpenAPI: /openapi/v1.json");
        Console.WriteLine($"  SIP                 {options.Sip} (UDP and TCP); media on UDP {options.MediaFirst}-{options.MediaLast}");
        Console.WriteLine($"  Softphone           domain and proxy {options.Sip}, user and password of a phone in the configuration (demo: 6001, demo-6001); then call 4000");
        Console.WriteLine(madeToken is null
            ? $"  Admin token         as before, or as {ApiOptions.AdminTokenVariable} says"
            : $"  Admin token         {madeToken}      (shown this once)");
        Console.WriteLine(demo is not null
            ? $"  Demo                phones and callers run as process {demo.Id}; their Call-IDs are in /api/v1/calls"
            : options.Demo ? "  Demo                not built here: ./build.sh run builds it" : "  Demo                off");
        Console.WriteLine();
        Console.WriteLine("  Stop with Ctrl-C: new calls are refused, what was decided is finished, calls in progress go on after the next start.");
        Console.WriteLine();
    }
}
