using System.Text;

namespace CallCenter.Chaos.Verdicts;

/// <summary>Rows under heads, each column as wide as its widest cell.</summary>
internal static class Table
{
    public static string Of(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = heads.Select((head, column) => rows.Select(row => row[column].Length).Append(head.Length).Max()).ToList();
        var text = new StringBuilder();
        foreach (var row in rows.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(heads))
        {
            text.AppendJoin("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).AppendLine();
        }

        return text.ToString();
    }
}
