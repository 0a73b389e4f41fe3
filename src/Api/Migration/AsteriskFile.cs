namespace CallCenter.Api.Migration;

/// <summary>A setting of a section, with its line from 1.</summary>
internal sealed record AsteriskSetting(string Key, string Value, int Line);

/// <summary>
/// Asterisk's configuration files: <c>[section](template)</c>, <c>key = value</c> or <c>key => value</c>, comments from <c>;</c> to the end of the line and
/// between <c>;--</c> and <c>--;</c>. A template marked <c>(!)</c> is no section of its own; who names it has its settings first.
/// </summary>
internal static class AsteriskFile
{
    /// <summary>The sections in their order, each with its own settings and those of its templates.</summary>
    /// <exception cref="InvalidDataException">A line is neither, or a template is not there.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<AsteriskSetting> Settings)> Read(string text)
    {
        var all = new Dictionary<string, List<AsteriskSetting>>(StringComparer.Ordinal);
        var sections = new List<string>();
        List<AsteriskSetting>? open = null;
        var inComment = false;
        foreach (var (number, raw) in text.Split('\n').Index())
        {
            var line = Uncommented(raw, ref inComment).Trim();
            if (line.StartsWith('['))
            {
                open = Begin(line, number + 1, all, sections);
            }
            else if (line.StartsWith('#'))
            {
                throw new InvalidDataException($"line {number + 1}: {line.Split(' ')[0]} is not followed; put the file's text in its place");
            }
            else if (line.Length > 0)
            {
                (open ?? throw new InvalidDataException($"line {number + 1}: a setting before the first [section]")).Add(Setting(line, number + 1));
            }
        }

        return [.. sections.Distinct().Select(name => (name, (IReadOnlyList<AsteriskSetting>)all[name]))];
    }

    private static List<AsteriskSetting> Begin(string line, int number, Dictionary<string, List<AsteriskSetting>> all, List<string> sections)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        if (end < 2)
        {
            throw new InvalidDataException($"line {number}: a section is written [name]");
        }

        var name = line[1..end].Trim();
        var words = line[(end + 1)..].Trim().Trim('(', ')').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var settings = words.Contains("+") && all.TryGetValue(name, out var before) ? before : [];
        foreach (var template in words.Where(word => word is not ("!" or "+")))
        {
            settings.AddRange(all.GetValueOrDefault(template) ?? throw new InvalidDataException($"line {number}: there is no template [{template}] before it"));
        }

        all[name] = settings;
        if (!words.Contains("!"))
        {
            sections.Add(name);
        }

        return settings;
    }

    private static AsteriskSetting Setting(string line, int number)
    {
        var at = line.IndexOf('=', StringComparison.Ordinal);
        return at < 1
            ? throw new InvalidDataException($"line {number}: neither a [section] nor a setting: {line[..Math.Min(line.Length, 40)]}")
            : new AsteriskSetting(line[..at].Trim().ToLowerInvariant(), line[(at + 1)..].TrimStart('>').Trim(), number);
    }

    private static string Uncommented(string line, ref bool inComment)
    {
        if (inComment)
        {
            var end = line.IndexOf("--;", StringComparison.Ordinal);
            inComment = end < 0;
            return inComment ? "" : line[(end + 3)..];
        }

        var start = line.IndexOf(';', StringComparison.Ordinal);
        while (start > 0 && line[start - 1] == '\\')
        {
            start = line.IndexOf(';', start + 1);
        }

        if (start < 0)
        {
            return line;
        }

        inComment = line.AsSpan(start).StartsWith(";--") && !line.AsSpan(start).StartsWith(";---") && !line.AsSpan(start).Contains("--;", StringComparison.Ordinal);
        return line[..start];
    }
}
