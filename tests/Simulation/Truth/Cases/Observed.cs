using CallCenter.Simulation.Truth.Floor;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>A call, what became of it, and the state that it found, where that is measured.</summary>
internal readonly record struct Observed(DrawnCall Call, CallOutcome Outcome, string Found)
{
    public double Seconds => Outcome.Wait.TotalSeconds;
}
