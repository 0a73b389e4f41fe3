using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Routing;

/// <summary>
/// The ports of the whole cluster as the actors of this node see them: a duty that names another member, or that only another can carry out, goes
/// there and its outcome comes back; where the member it names is gone and another may stand in, there. One that there is no link to is asked through
/// another core, which may have one (RELIABILITY F-13). What is lost on the way is repeated: ports deduplicate by (owner, key). All on the node's loop.
/// </summary>
internal sealed class PerformsElsewhere(string self, IPerformer? port, ILinks links, Func<ImmutableSortedSet<string>> linked) : IPerformer
{
    /// <summary>How often a perform without outcome is sent again, in case one of its frames was lost while the link stood.</summary>
    private static readonly TimeSpan SendAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, Sent> sent = [];
    private Node? node;
    private long lastId;

    public int Count => sent.Count;

    public Routes Routes { get; set; } = Routes.None;

    public void Serve(Node served) => node = served;

    public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        var at = PlaceOf(Routes, owner, duty);
        if (at == self && port is not null)
        {
            port.Perform(owner, duty, completed, dutyEnded);
        }
        else if (at is null || at == self || !Send(Reaches(at) ? at : PassesOn(at, owner) ?? at, owner, duty, completed, dutyEnded))
        {
            completed(PerformOutcome.Again);
        }
    }

    /// <summary>For a node that does not reach the edge: carried out there, or to be asked again.</summary>
    public IPerformer ForOthers => new PassingOn(this);

    public void Performed(string from, long id, PerformOutcome outcome)
    {
        if (sent.TryGetValue(id, out var perform) && perform.To == from)
        {
            End(perform);
            perform.Completed(outcome);
        }
    }

    public void Disconnected(string member)
    {
        foreach (var perform in sent.Values.Where(perform => perform.To == member).ToList())
        {
            End(perform);
            perform.Completed(PerformOutcome.Again);
        }
    }

    /// <summary>The process that carried it out by these routes is not the one that would now.</summary>
    public bool IsForgotten(Routes before, ActorId owner, Duty.Perform duty) =>
        before.IncarnationOf(PlaceOf(before, owner, duty)) != Routes.IncarnationOf(PlaceOf(Routes, owner, duty));

    private string? PlaceOf(Routes routes, ActorId owner, Duty.Perform duty) => duty.At switch
    {
        null when duty.Port == Actors.Port.Media => routes.EdgeOf(node!.ShardOf(owner)),
        null => port is null ? routes.AnyEdge?.Name : self,
        var at when at == self && port is not null => self,
        var at => duty.MayStandIn ? routes.EdgeFor(at, node!.ShardOf(owner)) : at,
    };

    /// <summary>A core that passes on what is for this member: for all duties of actors of one shard the same. One that has ports would use its own.</summary>
    private string? PassesOn(string at, ActorId owner) => Rendezvous.First(node!.ShardOf(owner), Routes.Standing
        .Where(member => member.Roles.HasFlag(Roles.Core) && !member.Roles.HasFlag(Roles.Edge) && member.Name != at && member.Name != self && Reaches(member.Name))
        .Select(member => member.Name));

    private bool Reaches(string member) => linked().Contains(member);

    private bool Send(string at, ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        var perform = new Sent(this, at, new Frame.Perform(++lastId, owner, duty), completed);
        if (!links.TrySend(at, perform.Frame))
        {
            return false;
        }

        node!.Counters.PerformedElsewhere++;
        sent.Add(perform.Frame.Id, perform);
        node.Alarms.Set(perform, node.Now + SendAgainAfter);
        perform.Ending = dutyEnded.UnsafeRegister(_ => node.Post(() => NotOwed(perform)), null);
        return true;
    }

    private void NotOwed(Sent perform)
    {
        if (!sent.ContainsKey(perform.Frame.Id))
        {
            return;
        }

        if (links.TrySend(perform.To, new Frame.PerformEnded(perform.Frame.Id)))
        {
            End(perform);
        }
        else
        {
            // The link is gone, and its end will be told; or it is full, and then this has to be said later.
            perform.IsOver = true;
            node!.Alarms.Set(perform, node.Now + node.Options.RetryMin);
        }
    }

    private void Again(Sent perform)
    {
        if (perform.IsOver)
        {
            NotOwed(perform);
            return;
        }

        // O8: the other has it, most likely; a process whose lease may be over says nothing, not even again.
        if (!node!.IsHeld)
        {
            links.TrySend(perform.To, perform.Frame);
        }

        node.Alarms.Set(perform, node.Now + SendAgainAfter);
    }

    private void End(Sent perform)
    {
        sent.Remove(perform.Frame.Id);
        node!.Alarms.Cancel(perform);
        perform.Ending.Unregister();
    }

    /// <summary>
    /// What another node's actor owes at an edge, passed on once. Not by a process whose own lease may be over (O8): it cannot know whether the other's
    /// still stands.
    /// </summary>
    private sealed class PassingOn(PerformsElsewhere performs) : IPerformer
    {
        public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
        {
            var at = performs.PlaceOf(performs.Routes, owner, duty);
            if (performs.node!.IsHeld || at is null || !performs.Reaches(at) || !performs.Send(at, owner, duty, completed, dutyEnded))
            {
                completed(PerformOutcome.Again);
            }
        }
    }

    private sealed class Sent(PerformsElsewhere performs, string to, Frame.Perform frame, Action<PerformOutcome> completed) : Due
    {
        public string To { get; } = to;

        public Frame.Perform Frame { get; } = frame;

        public Action<PerformOutcome> Completed { get; } = completed;

        public CancellationTokenRegistration Ending { get; set; }

        /// <summary>No longer owed; the other does not know yet.</summary>
        public bool IsOver { get; set; }

        public override void Fire() => performs.Again(this);
    }
}
