using System.Globalization;
using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>How sipp is started.</summary>
internal static class Sipp
{
    public static Started Start(IReadOnlyList<string> on, string scenario, IEnumerable<string> arguments, IPEndPoint at, int controlPort)
    {
        IReadOnlyList<string> command =
        [
            .. on, "sipp", "-sf", scenario, .. arguments, "-i", at.Address.ToString(), "-bind_local", "-p", at.Port.ToString(CultureInfo.InvariantCulture),
            "-mi", at.Address.ToString(), "-cp", controlPort.ToString(CultureInfo.InvariantCulture), "-nostdin", "-deadcall_wait", "0",
            // The screen is drawn rarely: its lines are kept in memory.
            "-fd", "3600",
        ];
        return Started.Start(command[0], command.Skip(1), Path.GetDirectoryName(scenario));
    }

    public static string Scenario(string name) => Path.Combine(AppContext.BaseDirectory, "Scenarios", name + ".xml");
}
