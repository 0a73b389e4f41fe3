using System.Collections.Immutable;

namespace CallCenter.Actors.Views;

/// <summary>
/// The channels of each trunk that calls occupy, by call and leg: nothing is counted, so nothing can be counted wrongly. A fold of call records.
/// </summary>
public sealed record TrunkChannels(ImmutableSortedDictionary<string, ImmutableHashSet<(string Call, int Leg)>> ByTrunk)
{
    public static readonly TrunkChannels None = new(ImmutableSortedDictionary.Create<string, ImmutableHashSet<(string Call, int Leg)>>(StringComparer.Ordinal));

    public ImmutableHashSet<(string Call, int Leg)> Of(string trunk) => ByTrunk.GetValueOrDefault(trunk) ?? [];

    /// <summary>The same after a call has changed.</summary>
    public TrunkChannels After(CallRecord before, CallRecord after)
    {
        var channels = this;
        foreach (var leg in Up(before).Except(Up(after)))
        {
            channels = channels.With(leg.Trunk, channels.Of(leg.Trunk).Remove((after.Id, leg.Number)));
        }

        foreach (var leg in Up(after).Except(Up(before)))
        {
            channels = channels.With(leg.Trunk, channels.Of(leg.Trunk).Add((after.Id, leg.Number)));
        }

        return channels;
    }

    private TrunkChannels With(string trunk, ImmutableHashSet<(string Call, int Leg)> occupied) => new(occupied.IsEmpty ? ByTrunk.Remove(trunk) : ByTrunk.SetItem(trunk, occupied));

    private static IEnumerable<(string Trunk, int Number)> Up(CallRecord call) =>
        call.Ended is not null ? [] : call.Legs.Items.Where(leg => leg is { Trunk: not null, IsUp: true }).Select(leg => (leg.Trunk!, leg.Leg));
}
