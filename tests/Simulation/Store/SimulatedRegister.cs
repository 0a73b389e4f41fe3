using System.Collections.Immutable;
using CallCenter.Cluster.Membership;

namespace CallCenter.Simulation.Store;

/// <summary>One change of a shard's owner, as the audit has it.</summary>
internal sealed record OwnerChange(DateTimeOffset At, int Shard, long Epoch, long Incarnation, long Before);

/// <summary>Why an incarnation stands no more.</summary>
internal enum Fate
{
    Left,
    Suspected,

    /// <summary>Evicted because its lease had ended.</summary>
    Expired,

    /// <summary>Another start of the same name took its place.</summary>
    Replaced,
}

/// <summary>
/// The tables of members, shard owners and suspicions, and what each statement does to them when it commits. Answers are judged and changes are
/// made in one go: whoever calls holds the locks.
/// </summary>
internal sealed class SimulatedRegister(SimulatedDatabase database)
{
    private readonly SortedDictionary<string, Row> members = new(StringComparer.Ordinal);
    private readonly long[] owners = new long[database.ShardCount];
    private readonly List<(long By, long Suspect, Suspicion Why, DateTimeOffset At)> suspicions = [];
    private readonly List<OwnerChange> audit = [];
    private string? cluster;
    private long lastIncarnation;

    private sealed record Row(string Name, long Incarnation, string Address, Roles Roles, int Protocol, MemberState State, DateTimeOffset Expires, Guid Start)
    {
        public bool Stands => State is MemberState.Up or MemberState.Draining;
    }

    /// <summary>Every change of an owner, once, in the order of commits.</summary>
    public event Action<OwnerChange> Changed = _ => { };

    /// <summary>An incarnation stands no more.</summary>
    public event Action<long, Fate> Fell = (_, _) => { };

    public IReadOnlyList<OwnerChange> Audit => audit;

    public int ProtocolFloor { get; private set; } = 1;

    /// <summary>Planted defect: renewal matches on expiry, not on the incarnation.</summary>
    public bool RenewsByExpiry { get; set; }

    public long OwnerOf(int shard) => owners[shard];

    public bool Stands(long incarnation) => Find(incarnation) is { Stands: true };

    public string? NameOf(long incarnation) => Find(incarnation)?.Name;

    public IEnumerable<long> Standing => members.Values.Where(row => row.Stands).Select(row => row.Incarnation);

    public JoinResult Join(JoinRequest request)
    {
        if (cluster is not null && cluster != request.Cluster)
        {
            return new JoinResult.OtherCluster(cluster);
        }

        if (request.Protocol < ProtocolFloor)
        {
            return new JoinResult.TooOld(ProtocolFloor);
        }

        var there = members.GetValueOrDefault(request.Name);
        var isHere = there is { Stands: true } && request.Start != Guid.Empty && there.Start == request.Start;
        if (there is { Stands: true } && there.Expires > database.Now && !isHere && !(request.IsStart && there.Address == request.Address && (there.Start == Guid.Empty || request.Start.CompareTo(there.Start) > 0)))
        {
            return new JoinResult.NameInUse(there.Address, there.Expires - database.Now);
        }

        if (there is { Stands: true })
        {
            Fell(there.Incarnation, Fate.Replaced);
        }

        cluster ??= request.Cluster;
        var incarnation = isHere ? there!.Incarnation : ++lastIncarnation;
        members[request.Name] = new Row(
            request.Name, incarnation, request.Address, request.Roles, request.Protocol, MemberState.Up, database.Now + request.Lease, request.Start);
        return new JoinResult.Joined(incarnation, Whole());
    }

    public Renewed? Renew(long incarnation, MemberState state, TimeSpan lease, bool stoodStill)
    {
        if (Find(incarnation) is not { Stands: true } row || (RenewsByExpiry && row.Expires <= database.Now))
        {
            return null;
        }

        members[row.Name] = row with { State = state, Expires = database.Now + lease };
        suspicions.RemoveAll(item => item.Suspect == incarnation && (item.Why == Suspicion.CannotRenew || (stoodStill && item.Why == Suspicion.Silent)));
        ProtocolFloor = Math.Max(ProtocolFloor, members.Values.Where(member => member.Stands).Min(member => member.Protocol));
        return Whole();
    }

    public IReadOnlyDictionary<int, long> Acquire(long incarnation, IReadOnlyList<int> shards)
    {
        if (Find(incarnation) is not { Stands: true } row)
        {
            return ImmutableSortedDictionary<int, long>.Empty;
        }

        // Who drains takes nothing more, and hears of what it has.
        foreach (var shard in shards.Where(shard => row.State == MemberState.Up && !Stands(owners[shard])))
        {
            Give(shard, incarnation);
        }

        return shards.Where(shard => owners[shard] == incarnation).ToImmutableSortedDictionary(shard => shard, database.EpochOf);
    }

    public IReadOnlyDictionary<int, long> HandOver(long incarnation, IReadOnlyDictionary<int, long> epochs, long successor)
    {
        var canServe = Find(successor) is { State: MemberState.Up } row && row.Expires > database.Now;
        foreach (var (shard, epoch) in epochs.OrderBy(pair => pair.Key))
        {
            if (canServe && owners[shard] == incarnation && database.EpochOf(shard) == epoch)
            {
                Give(shard, successor);
            }
        }

        // Also those that went over before, when the answer was lost.
        return epochs.Where(pair => owners[pair.Key] == successor && database.EpochOf(pair.Key) == pair.Value + 1)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => database.EpochOf(pair.Key));
    }

    public void Suspect(long by, long suspect, Suspicion why)
    {
        suspicions.RemoveAll(item => (item.By, item.Suspect) == (by, suspect) || item.At < database.Now - ILeases.SuspicionLasts);
        suspicions.Add((by, suspect, why, database.Now));
    }

    public bool Evict(long suspect)
    {
        if (Find(suspect) is not { Stands: true } row)
        {
            return true;
        }

        var fresh = suspicions.Where(item => item.Suspect == suspect && item.By != suspect && item.At >= database.Now - ILeases.SuspicionLasts && Stands(item.By)).ToList();
        var isFound = row.Expires <= database.Now
            || fresh.Select(item => item.By).Distinct().Count() >= 2
            || (fresh.Exists(item => item.Why is Suspicion.LinkReset or Suspicion.CannotRenew) && Standing.Count() <= 2);
        if (isFound)
        {
            members[row.Name] = row with { State = MemberState.Evicted };
            Fell(suspect, row.Expires <= database.Now ? Fate.Expired : Fate.Suspected);
        }

        return isFound;
    }

    public void Leave(long incarnation)
    {
        if (Find(incarnation) is { Stands: true } row)
        {
            members[row.Name] = row with { State = MemberState.Left };
            Fell(incarnation, Fate.Left);
        }
    }

    private Row? Find(long incarnation)
    {
        foreach (var row in members.Values)
        {
            if (row.Incarnation == incarnation && incarnation != 0)
            {
                return row;
            }
        }

        return null;
    }

    private void Give(int shard, long incarnation)
    {
        var change = new OwnerChange(database.Now, shard, database.TakeOver(shard), incarnation, owners[shard]);
        owners[shard] = incarnation;
        audit.Add(change);
        Changed(change);
    }

    private Renewed Whole()
    {
        var view = new ClusterView
        {
            Members = ClusterView.Empty.Members.AddRange(members.Values
                .Where(row => row.Stands || owners.Contains(row.Incarnation))
                .Select(row => KeyValuePair.Create(row.Name, new Member(row.Name, row.Incarnation, row.Address, row.Roles, row.Protocol, row.State, row.Expires - database.Now)))),
            Shards = [.. Enumerable.Range(0, database.ShardCount).Select(shard => new ShardOwner(owners[shard], database.EpochOf(shard)))],
            ProtocolFloor = ProtocolFloor,
        };
        return new Renewed(view, database.Now);
    }
}
