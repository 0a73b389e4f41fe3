using System.Globalization;
using System.Net;
using System.Text;

namespace CallCenter.Benchmarks.Calls;

/// <summary>A number, the queue behind it, and agents who serve only that.</summary>
internal sealed record Team(string Number, int Agents)
{
    public TimeSpan WrapUp { get; init; }
}

/// <summary>A center of a few teams, every agent behind one address and ready from the start.</summary>
internal static class CenterDocument
{
    public static string Of(params IReadOnlyList<Team> teams)
    {
        var text = new StringBuilder("tenant: bench\n");
        Add(text, $"trunks: [{{ id: load, sources: [{Callers.Address.Address}] }}]");
        Add(text, $"numbers: {{ {string.Join(", ", teams.Select(team => $"\"{team.Number}\": {{ queue: q{team.Number} }}"))} }}");
        text.Append("queues:\n");
        foreach (var team in teams)
        {
            Add(text, $"  q{team.Number}: {{ ring-time: 20s, wrap-up: {team.WrapUp.TotalSeconds}s }}");
        }

        var seats = teams.SelectMany(team => Enumerable.Repeat(team, team.Agents)).ToList();
        text.Append("phones:\n");
        for (var seat = 0; seat < seats.Count; seat++)
        {
            Add(text, $"  {NameOf(seat)}: {{ contact: \"sip:{NameOf(seat)}@{AgentPhones.Address}\" }}");
        }

        text.Append("agents:\n");
        for (var seat = 0; seat < seats.Count; seat++)
        {
            Add(text, $"  {NameOf(seat)}: {{ phone: {NameOf(seat)}, queues: [q{seats[seat].Number}], start: ready }}");
        }

        return text.ToString();
    }

    public static int SeatOf(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);

    private static string NameOf(int seat) => $"a{seat:D5}";

    private static void Add(StringBuilder text, string line) => text.Append(line).Append('\n');
}
