using System.Globalization;

namespace CallCenter.EndToEnd.Peers;

/// <summary>sipp as caller or as agents' phones. Its exit code is its verdict: 0 when every call went as its scenario says.</summary>
public static class Sipp
{
    private static int controlPort = 18_000;

    /// <summary>Callers: <paramref name="calls"/> in all, <paramref name="rate"/> a second, each staying <paramref name="stayMs"/> where its scenario pauses.</summary>
    public static Started Call(Center center, string scenario, string number, string from, int calls, double rate = 10, int stayMs = 1000, string transport = "u1", params string[] more) =>
        Run(scenario, [center.Sip.ToString(), "-s", number, "-m", Text(calls), "-r", Text(rate), "-l", Text(calls), "-d", Text(stayMs), "-t", transport, .. more], from);

    /// <summary>Phones behind one address that answer whatever comes, until they are ended. RING_MS in the scenario is <paramref name="ringMs"/>.</summary>
    public static Started Phones(string scenario, string at, int ringMs = 200, params string[] more)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("sipp-").FullName, scenario + ".xml");
        File.WriteAllText(file, File.ReadAllText(Place(scenario)).Replace("RING_MS", Text(ringMs), StringComparison.Ordinal));
        return Run(file, ["-d", Text(ringMs), "-deadcall_wait", "0", .. more], at);
    }

    private static Started Run(string scenario, IEnumerable<string> arguments, string at)
    {
        var (address, port) = (at.Split(':')[0], at.Split(':')[1]);
        var file = Path.IsPathRooted(scenario) ? scenario : Place(scenario);
        return Started.Start("sipp",
            ["-sf", file, .. arguments, "-i", address, "-bind_local", "-p", port, "-mi", address, "-cp", Text(Interlocked.Increment(ref controlPort)), "-nostdin", "-trace_err", "-error_file", Path.GetTempFileName()],
            Path.GetTempPath());
    }

    private static string Place(string scenario) => Path.Combine(AppContext.BaseDirectory, "Scenarios", scenario + ".xml");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
