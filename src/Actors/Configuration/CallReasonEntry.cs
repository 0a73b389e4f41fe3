using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;

namespace CallCenter.Actors.Configuration;

/// <summary>Why people call 业务分类: one entry of a tree. <paramref name="Under"/> is the key of the reason that it is a part of; null: it is a root.</summary>
public sealed record CallReasonEntry(Label Name, string? Under)
{
    /// <summary>
    /// The way from its root to this reason; empty: there is no such reason. A tree that was checked is at most <see cref="CallSummary.ReasonsMax"/> deep, and
    /// one that was not is cut off there.
    /// </summary>
    public static ImmutableArray<string> WayTo(IReadOnlyDictionary<string, CallReasonEntry> tree, string reason)
    {
        var way = ImmutableArray.CreateBuilder<string>();
        for (string? at = reason; at is not null && way.Count < CallSummary.ReasonsMax && tree.TryGetValue(at, out var entry); at = entry.Under)
        {
            way.Insert(0, at);
        }

        return way.ToImmutable();
    }
}

/// <summary>The tenant's rules for summaries.</summary>
public sealed record SummaryTerms(TimeSpan EditFor)
{
    public static readonly SummaryTerms Default = new(TimeSpan.FromHours(24));
}
