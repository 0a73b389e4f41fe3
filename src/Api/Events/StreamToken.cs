using System.Globalization;

namespace CallCenter.Api.Events;

/// <summary>A place in the event stream: <c>generation.number</c>. The generation is the view store's and changes when it is rebuilt.</summary>
internal readonly record struct StreamToken(string Generation, long Number)
{
    public static bool TryParse(string? text, out StreamToken token)
    {
        token = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot is <= 0 or > 32 || !long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        token = new StreamToken(text![..dot], number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}.{Number}");
}
