using System.Globalization;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Calls;

/// <summary>Setting and removing attached values within the bounds of <see cref="AttachedData"/>.</summary>
internal static class Attaching
{
    /// <summary>ISO 8601 with date and time; without an offset it is UTC.</summary>
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static Decision<E> Decide(CallState state, C.AttachValue c, DateTimeOffset now)
    {
        if (!AttachedData.IsKey(c.Key) || (c.Value is { } value && !IsAcceptable(value)))
        {
            return Refuse<E>(Refusal.ValueNotAcceptable);
        }

        if (state.Attached.GetValueOrDefault(c.Key) == c.Value)
        {
            return AlreadySo<E>();
        }

        return c.Value is not null && !state.Attached.ContainsKey(c.Key) && state.Attached.Count >= AttachedData.KeysMax
            ? Refuse<E>(Refusal.AttachedDataFull)
            : Accept<E>(new E.ValueAttached(now, c.Key, c.Value));
    }

    private static bool IsAcceptable(AttachedValue value) => value.Text is { Length: <= AttachedData.ValueMax } text && !text.Any(char.IsControl) && value.Type switch
    {
        AttachedType.Text => true,
        AttachedType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        AttachedType.Flag => text is "true" or "false",
        AttachedType.Time => DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => false,
    };
}
