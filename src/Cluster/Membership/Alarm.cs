using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Membership;

/// <summary>A timer that is set again and again.</summary>
internal sealed class Alarm(Action rings) : Due
{
    public override void Fire() => rings();
}
