using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>A length of time as people write it: <c>20s</c>, <c>5m</c>, <c>1h30m</c>, <c>300ms</c>, or seconds as a number, to the millisecond.</summary>
public static partial class Durations
{
    public const string Pattern = "^(?=.)([0-9]{1,4}h)?([0-9]{1,5}m)?([0-9]{1,7}s)?([0-9]{1,6}ms)?$";

    /// <summary>More than anything here may last; keeps the arithmetic in range.</summary>
    private const decimal SecondsMax = 10_000_000;

    public static bool TryRead(JsonElement value, out TimeSpan duration)
    {
        duration = default;
        return value.ValueKind switch
        {
            JsonValueKind.String => TryParse(value.GetString()!, out duration),
            JsonValueKind.Number => value.TryGetDecimal(out var seconds) && TryMilliseconds(seconds, out duration),
            _ => false,
        };
    }

    public static bool TryParse(string text, out TimeSpan duration)
    {
        var match = Form().Match(text);
        // $ also matches before a last line break.
        var isDuration = match.Success && match.Length == text.Length;
        duration = isDuration
            ? TimeSpan.FromHours(Part(match, 1)) + TimeSpan.FromMinutes(Part(match, 2)) + TimeSpan.FromSeconds(Part(match, 3)) + TimeSpan.FromMilliseconds(Part(match, 4, 2))
            : default;
        return isDuration;
    }

    /// <summary>The shortest form: 90 s are <c>1m30s</c>. Part of a second is written as a number of seconds.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            return Seconds(duration).ToString(CultureInfo.InvariantCulture);
        }

        var (hours, minutes, seconds) = ((int)duration.TotalHours, duration.Minutes, duration.Seconds);
        return duration == TimeSpan.Zero ? "0s" : string.Concat(Unit(hours, 'h'), Unit(minutes, 'm'), Unit(seconds, 's'));
    }

    public static decimal Seconds(TimeSpan duration) => (decimal)duration.Ticks / TimeSpan.TicksPerSecond;

    private static bool TryMilliseconds(decimal seconds, out TimeSpan duration)
    {
        var inRange = seconds is >= 0 and <= SecondsMax && decimal.IsInteger(seconds * 1000);
        duration = inRange ? TimeSpan.FromMilliseconds((long)(seconds * 1000)) : default;
        return inRange;
    }

    private static int Part(Match match, int group, int unit = 1) =>
        match.Groups[group] is { Success: true } part ? int.Parse(part.ValueSpan[..^unit], NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static string Unit(int count, char unit) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
