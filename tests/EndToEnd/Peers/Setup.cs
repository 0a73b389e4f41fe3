using System.Globalization;
using System.Text;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A configuration document for a test: one tenant, its queues, and agents whose phones register or stand at fixed contacts.</summary>
/// <param name="sources">Who may call: addresses that are a trunk.</param>
public sealed class Setup(string sources = "127.0.0.0/8")
{
    private readonly StringBuilder numbers = new();
    private readonly StringBuilder queues = new();
    private readonly StringBuilder phones = new();
    private readonly StringBuilder agents = new();
    private readonly StringBuilder more = new();
    private readonly StringBuilder trunks = new();
    private string wayOut = "";

    /// <param name="rules">Further keys of the queue, comma separated as in a YAML flow mapping: <c>max-wait: 5s, wrap-up: 0s</c>.</param>
    /// <param name="also">Further queues of the number, comma separated.</param>
    public Setup Queue(string id, string number, string rules = "", string answer = "on-queue", string also = "")
    {
        numbers.Append(CultureInfo.InvariantCulture, $"  \"{number}\": {{ queue: {id}, also: [{also}], answer: {answer} }}\n");
        queues.Append(CultureInfo.InvariantCulture, $"  {id}: {{ name: {{ en: {id}, zh: {id} }}, {(rules.Length == 0 ? "wrap-up: 1s" : rules)} }}\n");
        return this;
    }

    /// <summary>Where the trunk leads outside, and to which numbers agents may transfer.</summary>
    /// <param name="dial">Numbers that agents may call.</param>
    /// <param name="shows">What they show then.</param>
    public Setup WayOut(string host, string transfers, string dial = "", string shows = "")
    {
        wayOut = $", outbound: \"sip:{host}\", transfers: [\"{transfers}\"]" + (dial.Length == 0 ? "" : $", calls: [\"{dial}\"], shows: [\"{shows}\"], wrap-up: 1s");
        return this;
    }

    /// <summary>Another trunk, with keys as in a YAML flow mapping.</summary>
    public Setup Trunk(string id, string keys)
    {
        trunks.Append(CultureInfo.InvariantCulture, $"  - {{ id: {id}, {keys} }}\n");
        return this;
    }

    /// <summary>A number with keys of its own, as in a YAML flow mapping.</summary>
    public Setup Number(string number, string keys)
    {
        numbers.Append(CultureInfo.InvariantCulture, $"  \"{number}\": {{ {keys} }}\n");
        return this;
    }

    /// <summary>Another section of the document, on one line.</summary>
    public Setup Section(string line)
    {
        more.Append(line).Append('\n');
        return this;
    }

    /// <summary>An agent at phone 6…; with a contact the phone needs no registration, else its password is <c>secret-6…</c>.</summary>
    /// <param name="more">Further keys of the agent, as in a YAML flow mapping.</param>
    public Setup Agent(string id, string queues, string start = "ready", string? contact = null, string more = "")
    {
        var phone = $"6{id[1..]}";
        phones.Append(CultureInfo.InvariantCulture, $"  \"{phone}\": {{ {(contact is null ? $"password: secret-{phone}" : $"contact: \"{contact}\"")} }}\n");
        agents.Append(CultureInfo.InvariantCulture, $"  \"{id}\": {{ name: Agent {id}, team: all, phone: \"{phone}\", queues: [{queues}], start: {start}{(more.Length == 0 ? "" : ", ")}{more} }}\n");
        return this;
    }

    /// <summary>Many agents whose phones stand behind one address.</summary>
    public Setup Agents(int count, string queues, string at, string start = "ready")
    {
        for (var n = 1; n <= count; n++)
        {
            var id = (1000 + n).ToString(CultureInfo.InvariantCulture);
            Agent(id, queues, start, $"sip:a{id}@{at}");
        }

        return this;
    }

    public override string ToString() => $$"""
        tenant: demo
        name: End to end
        trunks:
          - { id: loopback, sources: [{{sources}}]{{wayOut}} }
        {{trunks}}numbers:
        {{numbers}}queues:
        {{queues}}teams:
          all: { name: { en: All, zh: 全部 } }
        reasons:
          break: { name: { en: Break, zh: 小休 }, productive: false, limit: 15m }
        phones:
        {{phones}}agents:
        {{agents}}{{more}}
        """;
}
