namespace CallCenter.Actors.Collections;

/// <summary>
/// What <see cref="OrderedMap{TKey, TValue}"/> and <see cref="OrderedSet{T}"/> are kept in order by. A struct, so that comparing is compiled
/// into the search.
/// </summary>
public interface IOrdered<T> : IComparable<T>
    where T : struct, IOrdered<T>
{
    /// <summary>
    /// The beginning of the order as one number: of two items the lesser never has the greater one. A search looks at these, which lie side by
    /// side; only items that share one are compared, which for a name means to go and read it.
    /// </summary>
    ulong Prefix { get; }
}

/// <summary>Prefixes of what keys are made of.</summary>
public static class Prefix
{
    private const int CharactersMax = sizeof(ulong);

    /// <summary>The first eight characters, a byte each. What follows a character that is no such byte is left to comparing.</summary>
    public static ulong Of(string? text)
    {
        var prefix = 0UL;
        var length = Math.Min(text?.Length ?? 0, CharactersMax);
        for (var index = 0; index < length; index++)
        {
            var character = Math.Min(text![index], byte.MaxValue);
            prefix |= (ulong)character << (8 * (CharactersMax - 1 - index));
            if (character == byte.MaxValue)
            {
                break;
            }
        }

        return prefix;
    }
}
