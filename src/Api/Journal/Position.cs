using System.Globalization;

namespace CallCenter.Api.Journal;

/// <summary>Where in the journal: <c>shard:pos</c>, as in the header <c>Position</c> and the query parameter <c>min-position</c>.</summary>
public readonly record struct Position(int Shard, long Value)
{
    public static bool TryParse(string? text, out Position position)
    {
        position = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon <= 0
            || !int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            || !long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        position = new Position(shard, value);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard}:{Value}");
}
