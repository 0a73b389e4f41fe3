using System.Collections.Immutable;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Routing;

/// <summary>Who is asked for a shard, by the latest view. An immutable value, replaced whole.</summary>
internal sealed class Routes
{
    public static readonly Routes None = new(ClusterView.Empty);

    private readonly ImmutableArray<Member?> owners;
    private readonly ImmutableArray<(string Name, long Incarnation)> edges;

    public Routes(ClusterView view)
    {
        Standing = [.. view.Members.Values.Where(member => member.State is MemberState.Up or MemberState.Draining)];
        edges = [.. Standing.Where(member => member.Roles.HasFlag(Roles.Edge)).Select(member => (member.Name, member.Incarnation))];
        var byIncarnation = Standing.ToDictionary(member => member.Incarnation);
        owners = [.. view.Shards.Select(shard => byIncarnation.GetValueOrDefault(shard.Incarnation))];
    }

    /// <summary>In order of their names.</summary>
    public ImmutableArray<Member> Standing { get; }

    /// <summary>Null: nobody's, or a dead member's.</summary>
    public Member? OwnerOf(int shard) => shard < owners.Length ? owners[shard] : null;

    /// <summary>Every shard has a standing owner.</summary>
    public bool IsWhole => owners.Length > 0 && owners.All(owner => owner is not null);

    /// <summary>The shards that have another owner than before, and have one.</summary>
    public IReadOnlyList<int> NewSince(Routes before) =>
        [.. Enumerable.Range(0, owners.Length).Where(shard => owners[shard] is { } owner && owner.Incarnation != before.OwnerOf(shard)?.Incarnation)];

    public bool IsEdge(string name) => Standing.Any(member => member.Name == name && member.Roles.HasFlag(Roles.Edge));

    /// <summary>An edge that the routes before led to, and these do not.</summary>
    public bool LacksEdgeOf(Routes before) => before.Standing.Any(member => member.Roles.HasFlag(Roles.Edge) && !IsEdge(member.Name));

    /// <summary>The same processes are edges as by the routes before.</summary>
    public bool HasEdgesOf(Routes before) => edges.SequenceEqual(before.edges);

    /// <summary>0: it does not stand.</summary>
    public long IncarnationOf(string? name) => Standing.FirstOrDefault(member => member.Name == name)?.Incarnation ?? 0;

    /// <summary>
    /// Who carries out what is for this edge: itself as long as it stands or nobody else is there, else one of the others, for all duties of actors
    /// of one shard the same, whoever asks and however often.
    /// </summary>
    public string EdgeFor(string name, int shard) => IsEdge(name) ? name : EdgeOf(shard) ?? name;

    /// <summary>Who carries out what any edge may, for actors of this shard: always the same as long as it stands, since it remembers what it did.</summary>
    public string? EdgeOf(int shard) => Rendezvous.First(shard, edges.Select(edge => edge.Name));

    /// <summary>The shards of this process.</summary>
    public IReadOnlyList<int> Of(string name) => [.. Enumerable.Range(0, owners.Length).Where(shard => owners[shard]?.Name == name)];

    /// <summary>Where a duty is carried out that any edge may carry out: the first by name, so that every repetition comes to the same.</summary>
    public Member? AnyEdge => Standing.FirstOrDefault(member => member.Roles.HasFlag(Roles.Edge));
}
