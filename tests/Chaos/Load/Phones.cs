using System.Globalization;
using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>The agents' phones: one sipp behind one address, each phone a user part of it. They ring, answer, say again what they
/// hear, and talk until the center hangs up.</summary>
internal static class Phones
{
    private const int ControlPort = 18_099;
    private const int EchoPort = 15_000;
    private static readonly TimeSpan Ring = TimeSpan.FromMilliseconds(300);

    public static Started Start(IReadOnlyList<string> on, IPEndPoint at, string folder)
    {
        var scenario = Path.Combine(folder, "agent.xml");
        File.WriteAllText(scenario, File.ReadAllText(Sipp.Scenario("agent"))
            .Replace("RING_MS", Ring.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return Sipp.Start(on, scenario, ["-rtp_echo", "-mp", EchoPort.ToString(CultureInfo.InvariantCulture)], at, ControlPort);
    }
}
