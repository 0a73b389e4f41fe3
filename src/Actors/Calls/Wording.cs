using System.Globalization;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Calls;

/// <summary>
/// The words of an announcement, as names of sounds: <c>en/position en/number-40 en/number-2</c>. What belongs together is joined by <c>+</c>, and is
/// said whole or not at all.
/// </summary>
internal static class Wording
{
    public static string Of(Announcement what)
    {
        var voice = what.Voice ?? NameOf(what.Language);
        string[][] parts =
        [
            what.Comfort is { } comfort ? [comfort] : [],
            what.Position is { } position ? ["position", .. Number(position, what.Language), "position-end"] : [],
            what.Wait is { } wait ? [$"wait-{NameOf(wait)}"] : [],
        ];
        return string.Join(' ', parts.Where(part => part.Length > 0).Select(part => string.Join('+', part.Select(name => $"{voice}/{name}"))));
    }

    /// <summary>1 to 99. English has a word up to 20 and one for each ten; 第四十二位 is four, ten, two, and 十二 ten, two.</summary>
    public static IEnumerable<string> Number(int number, Language language) => (language, number) switch
    {
        (Language.Zh, > 19) => [Word(number / 10), Word(10), .. Ones(number)],
        (Language.Zh, > 10) or (Language.En, > 20) => [Word(number / 10 * 10), .. Ones(number)],
        _ => [Word(number)],
    };

    private static IEnumerable<string> Ones(int number) => number % 10 == 0 ? [] : [Word(number % 10)];

    private static string Word(int number) => string.Create(CultureInfo.InvariantCulture, $"number-{number}");

    private static string NameOf(Language language) => language == Language.Zh ? "zh" : "en";

    private static string NameOf(WaitRange range) => range switch
    {
        WaitRange.UnderOneMinute => "under-1",
        WaitRange.OneToTwoMinutes => "1-2",
        WaitRange.TwoToFiveMinutes => "2-5",
        WaitRange.FiveToTenMinutes => "5-10",
        _ => "over-10",
    };
}
