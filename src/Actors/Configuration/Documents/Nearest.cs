namespace CallCenter.Actors.Configuration.Documents;

/// <summary>"Did you mean": the known word that a wrong one was probably meant to be.</summary>
internal static class Nearest
{
    /// <summary>Longer words are nobody's typing error.</summary>
    private const int LengthMax = 40;

    /// <summary>Null when nothing is near, and for words without letters: one number is not a slip of another.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        if (word.Length > LengthMax || !word.Any(char.IsLetter))
        {
            return null;
        }

        var plain = Plain(word);
        return known.Where(other => other.Length <= LengthMax)
            .Select(other => (Word: other, Distance: Distance(plain, Plain(other))))
            .Where(candidate => candidate.Distance <= Math.Max(1, plain.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    private static string Plain(string word) => word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Levenshtein: characters put in, left out or replaced.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
