using CallCenter.Actors.Configuration;

namespace CallCenter.Api.Configuration;

/// <summary>The configuration of all tenants as it is in force, for those who must know where a number leads.</summary>
public interface ICurrentPlan
{
    DialPlan Current { get; }
}
