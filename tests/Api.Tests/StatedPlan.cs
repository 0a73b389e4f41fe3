using CallCenter.Actors.Configuration;
using CallCenter.Api.Configuration;

namespace CallCenter.Api.Tests;

/// <summary>The configuration in force, as a test says it.</summary>
internal sealed class StatedPlan : ICurrentPlan
{
    public DialPlan Current { get; set; } = DialPlan.Empty;
}
