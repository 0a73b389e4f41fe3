namespace CallCenter.Telephony.Messages;

/// <summary>Text from the wire on its way into events, pages and logs.</summary>
public static class Printable
{
    /// <summary>Without control characters (a quoted string or an escape can carry even NUL) and surrounding space, and never longer than this.</summary>
    public static string Of(string text, int lengthMax)
    {
        var kept = text.Any(char.IsControl) ? string.Concat(text.Where(character => !char.IsControl(character))) : text;
        kept = kept.Trim();
        if (kept.Length <= lengthMax)
        {
            return kept;
        }

        var cut = char.IsHighSurrogate(kept[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
        return kept[..cut];
    }
}
