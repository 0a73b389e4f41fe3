using System.Collections.Immutable;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>The calls of one reach that wait, in their order.</summary>
public sealed record NeedClass(Reach Reach, Needs Require, Needs Prefer)
{
    public ImmutableSortedSet<Place> Waiting { get; init; } = [];

    public static NeedClass Of(Reach reach) => new(reach, NeedsReader.Read(reach.Require), NeedsReader.Read(reach.Prefer));
}
