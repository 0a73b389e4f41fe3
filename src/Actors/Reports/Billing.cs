using System.Collections.Immutable;

namespace CallCenter.Actors.Reports;

/// <summary>How a contract rounds the time of one line: a first step that is charged in any case, and the steps behind it.</summary>
public sealed record Rounding(string Id, string En, string Zh, int FirstSeconds, int StepSeconds)
{
    /// <summary>In milliseconds, whole steps.</summary>
    public long Of(long milliseconds)
    {
        var (first, step) = (FirstSeconds * 1_000L, StepSeconds * 1_000L);
        return milliseconds <= first ? first : first + ((milliseconds - first + step - 1) / step * step);
    }
}

/// <summary>
/// The roundings that are kept beside the exact time. Rounded times add up only line by line, so each is a sum of its own: a contract is one of them,
/// and can be another tomorrow.
/// </summary>
public static class Billing
{
    public static readonly ImmutableArray<Rounding> Roundings =
    [
        new("by-second", "by the second", "按秒", 1, 1),
        new("by-6-seconds", "by 6 seconds", "按 6 秒", 6, 6),
        new("30-then-6", "30 seconds, then by 6", "首 30 秒，之后按 6 秒", 30, 6),
        new("60-then-6", "a minute, then by 6 seconds", "首 60 秒，之后按 6 秒", 60, 6),
        new("by-minute", "by the minute", "按分钟", 60, 60),
    ];

    /// <summary>The figure of a rounding: <paramref name="first"/> and those behind it, in the order of <see cref="Roundings"/>.</summary>
    public static Figure Of(Figure first, int rounding) => (Figure)((short)first + rounding);
}
