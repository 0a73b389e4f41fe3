using System.Collections.Immutable;

namespace CallCenter.Actors.Configuration;

/// <summary>The document in force, and who has not taken its part of it yet.</summary>
public sealed record ConfigurationState(ActorId Id)
{
    /// <summary>Counts accepted documents; 0: none yet.</summary>
    public long Version { get; init; }

    public TenantDocument? Document { get; init; }

    /// <summary>
    /// By <c>kind/key</c>: queues, agents and phones that still have to be told, with the version at which what concerns them changed last.
    /// An unchanged actor keeps its version over later documents, so one change tells only those it touches.
    /// </summary>
    public ImmutableSortedDictionary<string, PendingPart> Pending { get; init; } = ImmutableSortedDictionary.Create<string, PendingPart>(StringComparer.Ordinal);
}

/// <summary>An actor whose part changed with this version.</summary>
public sealed record PendingPart(ActorId Target, long Version);
