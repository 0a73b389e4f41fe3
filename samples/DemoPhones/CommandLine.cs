using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace CallCenter.DemoPhones;

/// <summary>The options with their help, and the two sets of defaults: a demo to look at, and a load to measure with.</summary>
internal static class CommandLine
{
    private const string TokenVariable = "CALLCENTER_TOKEN";
    private const string AdminTokenVariable = "CALLCENTER_ADMIN_TOKEN";

    public static Task<int> Run(string[] arguments, Func<DemoOptions, CancellationToken, Task<int>> run)
    {
        var target = Address("--target", "SIP address of the call center", "127.0.0.1:5060");
        var listen = Address("--listen", "Our own SIP address; port 0: any", "127.0.0.1:0");
        var agents = Option("--agents", "Agent phones", 10);
        var first = Option("--first-phone", "Number of the first agent phone; the others follow", 6001);
        var password = Option("--password", "Password of each phone; {phone} stands for its number", "demo-{phone}");
        var isFixed = Option("--fixed", "Agent phones do not register: the center calls them at --listen", false);
        var numbers = Option("--numbers", "What callers dial, separated by commas", "4000,4001");
        var rate = Option("--calls-per-minute", "Callers that arrive, at random; 0: none", 10.0);
        var talk = Option("--talk", "Seconds of talk, on average", 25.0);
        var patience = Option("--patience", "Seconds a caller waits before it gives up, on average", 90.0);
        var ring = Option("--ring", "Seconds an agent lets it ring, at random between MIN-MAX", "0.5-4");
        var declines = Option("--declines", "Chance that an agent declines", 0.03);
        var misses = Option("--misses", "Chance that an agent lets it ring out", 0.03);
        var holds = Option("--holds", "Chance that a caller puts its agent on hold for a while", 0.1);
        var duration = Option("--duration", "Seconds until it ends by itself; 0: until Ctrl-C", 0.0);
        var seed = Option("--seed", "Of all that is random", 1);
        var silent = Option("--silent", "Signalling only, no RTP", false);
        var quiet = Option("--quiet", "Print only the sums at the end", false);
        var load = Option("--load", "A load to measure with: --silent --quiet --fixed, everybody answers at once and nobody gives up", false);
        var child = Option("--with-parent", "End when standard input ends: with the program that started us, however that ended", false);
        var api = Option<string?>("--api", $"The center's API, by which agents become ready again (token in {TokenVariable} or {AdminTokenVariable})", null);

        var command = new RootCommand("Demo phones: agents who answer and callers who call, in real SIP and RTP.")
        {
            target, listen, agents, first, password, isFixed, numbers, rate, talk, patience, ring, declines, misses, holds, duration, seed, silent, quiet, load, child, api,
        };
        command.SetAction((parsed, stop) =>
        {
            var loading = parsed.GetValue(load);
            var ringing = loading ? [0, 0] : Range(parsed.GetValue(ring)!);
            var seconds = parsed.GetValue(duration);
            return run(new DemoOptions
            {
                Target = IPEndPoint.Parse(parsed.GetValue(target)!),
                Listen = IPEndPoint.Parse(parsed.GetValue(listen)!),
                Agents = parsed.GetValue(agents),
                FirstPhone = parsed.GetValue(first),
                Password = loading || parsed.GetValue(isFixed) ? null : parsed.GetValue(password),
                Numbers = parsed.GetValue(numbers)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                CallsPerMinute = parsed.GetValue(rate),
                Talk = TimeSpan.FromSeconds(parsed.GetValue(talk)),
                Patience = loading ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(parsed.GetValue(patience)),
                RingMin = TimeSpan.FromSeconds(ringing[0]),
                RingMax = TimeSpan.FromSeconds(ringing[1]),
                Declines = loading ? 0 : parsed.GetValue(declines),
                Misses = loading ? 0 : parsed.GetValue(misses),
                Holds = loading ? 0 : parsed.GetValue(holds),
                Duration = seconds > 0 ? TimeSpan.FromSeconds(seconds) : null,
                Seed = parsed.GetValue(seed),
                Silent = loading || parsed.GetValue(silent),
                Quiet = loading || parsed.GetValue(quiet),
                WithParent = parsed.GetValue(child),
                Api = parsed.GetValue(api) is { } address ? new Uri(address) : null,
                Token = Environment.GetEnvironmentVariable(TokenVariable) ?? Environment.GetEnvironmentVariable(AdminTokenVariable),
            }, stop);
        });
        return command.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Demo.EndTimeMax * 2 });
    }

    private static Option<T> Option<T>(string name, string description, T standard) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard };

    private static Option<string> Address(string name, string description, string standard)
    {
        var option = Option(name, $"{description} (ADDR:PORT)", standard);
        option.Validators.Add(result => Refuse(result, !IPEndPoint.TryParse(result.GetValueOrDefault<string>() ?? "", out _), $"{name} wants ADDR:PORT, for example {standard}"));
        return option;
    }

    private static void Refuse(SymbolResult result, bool isWrong, string message)
    {
        if (isWrong)
            result.AddError(message);
    }

    private static double[] Range(string text) => [.. text.Split('-').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
}
