using CallCenter.DemoPhones.Sip;
using CallCenter.DemoPhones.Sound;

namespace CallCenter.DemoPhones;

/// <summary>What all who play share.</summary>
internal sealed record Cast(DemoOptions Options, Endpoint Endpoint, Voices Voices, Chance Chance, Chronicle Chronicle)
{
    /// <summary>When each caller that is still unanswered placed its call, by its number: what an agent's phone hears of it.</summary>
    public Dictionary<string, long> Placed { get; } = [];

    public static long Now => TimeProvider.System.GetTimestamp();

    public static TimeSpan Since(long then) => TimeProvider.System.GetElapsedTime(then);
}
