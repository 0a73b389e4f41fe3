using CallCenter.Chaos.Faults;

namespace CallCenter.Chaos;

/// <summary>One turn of a fault.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Round">Its number, from 0.</param>
internal readonly record struct Turn(Fault Fault, int Round);

/// <summary>In which order faults are struck: each at an even pace over the whole run, so that one that ends early has seen all of them.</summary>
internal static class Schedule
{
    public static IReadOnlyList<Turn> Of(IEnumerable<Fault> faults, Func<Fault, int> repetitions) =>
    [
        .. faults.SelectMany(fault => Enumerable.Range(0, repetitions(fault)).Select(round => (Turn: new Turn(fault, round), Part: (round + 0.5) / repetitions(fault))))
            .OrderBy(item => item.Turn.Round > 0).ThenBy(item => item.Part).Select(item => item.Turn),
    ];
}
