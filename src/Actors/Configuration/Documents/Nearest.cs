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

    /// <summary>Characters put in, left out, replaced, or exchanged with their neighbour (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        var (twoAbove, above) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray());
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), 1 + Math.Min(row[j - 1], above[j]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }

            (twoAbove, above) = (above, row);
        }

        return above[^1];
    }
}
