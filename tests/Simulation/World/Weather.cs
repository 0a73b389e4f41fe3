using CallCenter.Cluster.Links;

namespace CallCenter.Simulation.World;

/// <summary>How bad it is: what is lost, doubled and late between actors, on the way to ports, and back. Calm for healing.</summary>
internal sealed record Weather
{
    public static readonly Weather Calm = new();

    public static readonly Weather Rough = new() { Lost = 0.08, Doubled = 0.08, LateMax = TimeSpan.FromMilliseconds(400), VeryLate = 0.01, VeryLateMax = TimeSpan.FromSeconds(20) };

    public double Lost { get; init; }

    public double Doubled { get; init; }

    public TimeSpan LateMax { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The share that is late by up to <see cref="VeryLateMax"/>: longer than any patience of the protocol.</summary>
    public double VeryLate { get; init; }

    public TimeSpan VeryLateMax { get; init; }
}

/// <summary>A way on which things are lost, doubled and late, each by its own draw.</summary>
internal sealed class RoughWay(VirtualTime time, Random random, Func<Weather> weather)
{
    public void Carry(Action arrives)
    {
        var now = weather();
        if (random.NextDouble() < now.Lost)
        {
            return;
        }

        time.After(Delay(now), arrives);
        if (random.NextDouble() < now.Doubled)
        {
            time.After(Delay(now), arrives);
        }
    }

    private TimeSpan Delay(Weather now) => (random.NextDouble() < now.VeryLate ? now.VeryLateMax : now.LateMax) * random.NextDouble();
}

/// <summary>The node's own link between actors, through the weather. A dead node's parcels reach nobody.</summary>
internal sealed class RoughLink(RoughWay way, Func<bool> isAlive, Action moved) : ILocalLink
{
    public void Carry(Parcel parcel, Action<Parcel> deliver) => way.Carry(() =>
    {
        if (isAlive())
        {
            deliver(parcel);
            moved();
        }
    });
}
