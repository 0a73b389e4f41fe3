using System.Globalization;
using System.Text;

namespace CallCenter.Chaos.Load;

/// <summary>
/// The configuration of the call center under test, one for all faults: a queue that nobody serves (its callers wait for the whole run), a queue
/// that is served, and one where the shift starts at once (F-26).
/// </summary>
internal sealed record Floor
{
    public const string WaitNumber = "4000";
    public const string TalkNumber = "4001";
    public const string ShiftNumber = "4002";
    public const int ShiftFirst = 2001;

    public required int Agents { get; init; }

    public required int ShiftAgents { get; init; }

    /// <summary>HOST:PORT behind which all phones stand.</summary>
    public required string Phones { get; init; }

    /// <summary>The network the callers come from, as ADDRESS/BITS.</summary>
    public required string Callers { get; init; }

    public IEnumerable<string> ShiftIds => Enumerable.Range(ShiftFirst, ShiftAgents).Select(Text);

    public override string ToString()
    {
        var (phones, agents) = (new StringBuilder(), new StringBuilder());
        foreach (var (id, queue, start) in Everybody())
        {
            phones.Append(CultureInfo.InvariantCulture, $"  \"6{id[1..]}{id[0]}\": {{ contact: \"sip:a{id}@{Phones}\" }}\n");
            agents.Append(CultureInfo.InvariantCulture, $"  \"{id}\": {{ name: Agent {id}, team: all, phone: \"6{id[1..]}{id[0]}\", queues: [{queue}], start: {start} }}\n");
        }

        return $$"""
            tenant: chaos
            name: Chaos
            trunks:
              - { id: callers, sources: [{{Callers}}] }
            numbers:
              "{{WaitNumber}}": { queue: patience, answer: on-queue }
              "{{TalkNumber}}": { queue: talk, answer: on-queue }
              "{{ShiftNumber}}": { queue: shift, answer: on-queue }
            queues:
              patience: { name: { en: Patience, zh: 等候 }, wrap-up: 1s }
              talk: { name: { en: Talk, zh: 通话 }, wrap-up: 1s, on-decline: stay-ready, retry-agent-after: 1s, misses-before-not-ready: 50 }
              shift: { name: { en: Shift, zh: 换班 }, wrap-up: 1s, on-decline: stay-ready, retry-agent-after: 1s, misses-before-not-ready: 50 }
            teams:
              all: { name: { en: All, zh: 全部 } }
            reasons:
              break: { name: { en: Break, zh: 小休 }, productive: false, limit: 15m }
            phones:
            {{phones}}agents:
            {{agents}}
            """;
    }

    private IEnumerable<(string Id, string Queue, string Start)> Everybody() =>
        Enumerable.Range(1001, Agents).Select(id => (Text(id), "talk", "ready"))
            .Concat(ShiftIds.Select(id => (id, "shift", "not-ready")))
            .Append(("3001", "patience", "not-ready"));

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
