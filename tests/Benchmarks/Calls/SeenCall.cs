using System.Diagnostics;
using CallCenter.Simulation.Truth.Floor;

namespace CallCenter.Benchmarks.Calls;

/// <summary>A call that was drawn beforehand, and what its caller saw.</summary>
internal sealed class SeenCall(DrawnCall drawn)
{
    public DrawnCall Drawn { get; } = drawn;

    /// <summary>From its INVITE until an agent's phone rang or it gave up; null: it is still on the line.</summary>
    public TimeSpan? Wait { get; private set; }

    public bool IsAnswered { get; private set; }

    /// <param name="wait">In ticks of <see cref="Stopwatch"/>.</param>
    public void Answered(long wait) => (Wait, IsAnswered) = (Stopwatch.GetElapsedTime(0, wait), true);

    /// <param name="wait">In ticks of <see cref="Stopwatch"/>.</param>
    public void GaveUp(long wait) => Wait = Stopwatch.GetElapsedTime(0, wait);
}

/// <summary>A call whose agent's phone rings.</summary>
/// <param name="InvitedAt">When its INVITE was sent.</param>
/// <param name="Talk">How long it will talk; null: as its agent likes.</param>
internal readonly record struct OfferedCall(long InvitedAt, TimeSpan? Talk);
