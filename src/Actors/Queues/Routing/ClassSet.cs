using System.Numerics;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>A set of need classes by their number, 0 to <see cref="CountMax"/> − 1.</summary>
public readonly record struct ClassSet(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    public const int CountMax = 256;
    private const int Width = 64;

    public bool IsEmpty => (First | Second | Third | Fourth) == 0;

    public bool Contains(int number) => (Word(number / Width) >> (number % Width) & 1) != 0;

    public ClassSet With(int number) => Changed(number / Width, Word(number / Width) | 1UL << (number % Width));

    public ClassSet Without(int number) => Changed(number / Width, Word(number / Width) & ~(1UL << (number % Width)));

    public ClassSet And(ClassSet other) => new(First & other.First, Second & other.Second, Third & other.Third, Fourth & other.Fourth);

    /// <summary>The first member from <paramref name="from"/> on; −1: none.</summary>
    public int Next(int from)
    {
        for (var word = from / Width; word < CountMax / Width; word++)
        {
            var rest = Word(word) & (word == from / Width ? ulong.MaxValue << (from % Width) : ulong.MaxValue);
            if (rest != 0)
            {
                return word * Width + BitOperations.TrailingZeroCount(rest);
            }
        }

        return -1;
    }

    private ulong Word(int index) => index switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => Fourth,
    };

    private ClassSet Changed(int index, ulong word) => index switch
    {
        0 => this with { First = word },
        1 => this with { Second = word },
        2 => this with { Third = word },
        _ => this with { Fourth = word },
    };
}
