using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>The calls of one reach that wait, in their order.</summary>
public sealed record NeedClass(Reach Reach, Needs Require, Needs Prefer)
{
    public OrderedSet<Place> Waiting { get; private init; } = [];

    public static NeedClass Of(Reach reach) => new(reach, NeedsReader.Read(reach.Require), NeedsReader.Read(reach.Prefer));

    public NeedClass With(Place place) => this with { Waiting = Waiting.Add(place) };

    public NeedClass With(IEnumerable<Place> places) => this with { Waiting = [.. Waiting, .. places] };

    public NeedClass Without(Place place) => this with { Waiting = Waiting.Remove(place) };
}
