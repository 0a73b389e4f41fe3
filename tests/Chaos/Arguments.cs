using System.Globalization;
using CallCenter.Chaos.Faults;

namespace CallCenter.Chaos;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments
{
    private const int RepeatMax = 100_000;
    private const int MinutesMax = 10_000;

    public IReadOnlyList<Fault> Faults { get; init; } = Catalogue.All;

    public bool IsLong { get; init; }

    /// <summary>Null: each fault's own number.</summary>
    public int? Repeat { get; init; }

    /// <summary>No turn begins after this time; null: all of them are done.</summary>
    public TimeSpan? Most { get; init; }

    public int Seed { get; init; } = Environment.TickCount & 0xFFFFFF;

    /// <summary>Where the processes' and callers' own words are kept; null: nowhere.</summary>
    public string? Logs { get; init; }

    public bool List { get; init; }

    public bool Help { get; init; }

    /// <summary>Null: <paramref name="wrong"/> says what is not understood.</summary>
    public static Arguments? Parse(IReadOnlyList<string> words, out string wrong)
    {
        wrong = "";
        var arguments = new Arguments();
        List<Fault> named = [];
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word is "--repeat" or "--seed" or "--minutes")
            {
                if (++at == words.Count || !int.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || With(arguments, word, number) is not { } more)
                {
                    wrong = $"{word} wants a number";
                    return null;
                }

                arguments = more;
                continue;
            }

            if (word == "--logs")
            {
                if (++at == words.Count)
                {
                    wrong = "--logs wants a folder";
                    return null;
                }

                arguments = arguments with { Logs = Path.GetFullPath(words[at]) };
                continue;
            }

            switch (word)
            {
                case "--long":
                    arguments = arguments with { IsLong = true };
                    break;
                case "--list":
                    arguments = arguments with { List = true };
                    break;
                case "--help" or "-h":
                    arguments = arguments with { Help = true };
                    break;
                default:
                    if (Catalogue.All.FirstOrDefault(fault => string.Equals(fault.Id, word, StringComparison.OrdinalIgnoreCase)) is not { } fault)
                    {
                        wrong = $"there is no fault '{word}': --list shows them";
                        return null;
                    }

                    named.Add(fault);
                    break;
            }
        }

        return named.Count == 0 ? arguments : arguments with { Faults = named };
    }

    private static Arguments? With(Arguments arguments, string word, int number) => word switch
    {
        "--repeat" when number is > 0 and <= RepeatMax => arguments with { Repeat = number },
        "--minutes" when number is > 0 and <= MinutesMax => arguments with { Most = TimeSpan.FromMinutes(number) },
        "--seed" => arguments with { Seed = number },
        _ => null,
    };

    public int RepetitionsOf(Fault fault) => Repeat ?? (IsLong ? fault.Repetitions.Long : fault.Repetitions.Short);
}
