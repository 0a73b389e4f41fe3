using System.Buffers;
using System.Collections.Immutable;

namespace CallCenter.Actors.Calls;

/// <summary>One attached value 随路数据: text of at most <see cref="AttachedData.ValueMax"/> characters, of a stated type.</summary>
public sealed record AttachedValue(AttachedType Type, string Text, bool Sensitive = false);

/// <summary>Written in journals: append only.</summary>
public enum AttachedType
{
    Text = 1,
    Number = 2,
    Flag = 3,
    Time = 4,
}

/// <summary>An attached value with its key, where it travels.</summary>
public sealed record AttachedEntry(string Key, AttachedValue Value);

/// <summary>Bounds of attached data. It belongs to the contact and travels with the call to queue and agent.</summary>
public static class AttachedData
{
    public const int KeysMax = 32;
    public const int KeyMax = 32;
    public const int ValueMax = 256;

    public static readonly ImmutableSortedDictionary<string, AttachedValue> Empty =
        ImmutableSortedDictionary.Create<string, AttachedValue>(StringComparer.Ordinal);

    /// <summary>In the order of the keys, so that the same data is the same message.</summary>
    public static EquatableArray<AttachedEntry> Entries(ImmutableSortedDictionary<string, AttachedValue> attached) =>
        [.. attached.Select(pair => new AttachedEntry(pair.Key, pair.Value))];

    /// <summary>A key is 1 to <see cref="KeyMax"/> of a–z, 0–9, '-', '_' and '.'.</summary>
    public static bool IsKey(string? key) =>
        key is { Length: > 0 and <= KeyMax } && key.AsSpan().IndexOfAnyExcept(KeyCharacters) < 0;

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");
}
