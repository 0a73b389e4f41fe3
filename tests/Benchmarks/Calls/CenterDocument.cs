using System.Globalization;
using System.Net;
using System.Text;

namespace CallCenter.Benchmarks.Calls;

/// <summary>A center of one queue and many agents behind one address, ready from the start, without wrap-up unless said otherwise.</summary>
internal static class CenterDocument
{
    public const string Number = "4000";

    public static string Of(int agents, IPEndPoint phones, IPAddress callers, TimeSpan wrapUp = default)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""
            tenant: bench
            trunks: [{ id: load, sources: [{{callers}}] }]
            numbers: { "{{Number}}": { queue: hot } }
            queues: { hot: { ring-time: 20s, wrap-up: {{wrapUp.TotalSeconds}}s } }

            """);
        text.Append("phones:\n");
        for (var number = 0; number < agents; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {NameOf(number)}: {{ contact: \"sip:{NameOf(number)}@{phones}\" }}\n");
        }

        text.Append("agents:\n");
        for (var number = 0; number < agents; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {NameOf(number)}: {{ phone: {NameOf(number)}, queues: [hot], start: ready }}\n");
        }

        return text.ToString();
    }

    public static string NameOf(int agent) => $"a{agent:D5}";

    public static int AgentOf(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
}
