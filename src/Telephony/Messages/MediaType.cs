namespace CallCenter.Telephony.Messages;

internal static class MediaType
{
    /// <summary>type/subtype in lower case, without parameters; white space around the slash goes (RFC 3261 20.15).</summary>
    public static string Of(ReadOnlySpan<char> value)
    {
        var end = value.IndexOf(';');
        var type = (end < 0 ? value : value[..end]).ToString();
        return string.Concat(type.Where(character => character is not (' ' or '\t'))).ToLowerInvariant();
    }
}
