using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Routing;

/// <summary>
/// Duties of other nodes' actors that are carried out at the ports of this process, or passed on to those of an edge that the other does not reach. One at a time for each (owner, key): a newer perform takes
/// the place of the older one, whose node has lost the actor. All on the node's loop.
/// </summary>
internal sealed class PerformsForOthers(Node node, IPerformer? port, ILinks links)
{
    /// <summary>Being carried out at a time; more are told to come again.</summary>
    public const int RunningMax = 100_000;

    private readonly Dictionary<(string Owner, string Key), Run> running = [];
    private readonly Dictionary<(string Peer, long Id), Run> byId = [];

    public int Count => running.Count;

    public void Perform(Peer from, Frame.Perform wanted)
    {
        if (byId.ContainsKey((from.Name, wanted.Id)))
        {
            return;
        }

        var run = new Run(this, from, wanted);
        if (running.TryGetValue(run.Name, out var older))
        {
            End(older);
        }

        if (port is null || running.Count >= RunningMax)
        {
            links.TrySend(from.Name, new Frame.Performed(wanted.Id, PerformOutcome.Again));
            return;
        }

        running.Add(run.Name, run);
        byId.Add(run.Id, run);
        try
        {
            port.Perform(wanted.Owner, wanted.Duty, outcome => node.Post(() => Completed(run, outcome)), run.Ended.Token);
        }
        catch (Exception failure)
        {
            node.Log.PerformerFailed(failure, wanted.Owner, wanted.Duty.Key);
            Completed(run, PerformOutcome.Again);
        }
    }

    /// <summary>The state that it was for no longer owes it.</summary>
    public void NotOwed(Peer from, long id)
    {
        if (byId.TryGetValue((from.Name, id), out var run))
        {
            End(run);
        }
    }

    public void Disconnected(string member)
    {
        foreach (var run in byId.Values.Where(run => run.From.Name == member).ToList())
        {
            End(run);
        }
    }

    private void Completed(Run run, PerformOutcome outcome)
    {
        run.Outcome = outcome;
        Tell(run);
    }

    private void Tell(Run run)
    {
        if (byId.GetValueOrDefault(run.Id) != run)
        {
            return;
        }

        if (links.TrySend(run.From.Name, new Frame.Performed(run.Wanted.Id, run.Outcome)))
        {
            End(run);
        }
        else
        {
            node.Alarms.Set(run, node.Now + node.Options.RetryMin);
        }
    }

    private void End(Run run)
    {
        running.Remove(run.Name);
        byId.Remove(run.Id);
        node.Alarms.Cancel(run);
        node.Cancel(run.Ended);
    }

    private sealed class Run(PerformsForOthers performs, Peer from, Frame.Perform wanted) : Due
    {
        public Peer From { get; } = from;

        public Frame.Perform Wanted { get; } = wanted;

        public (string Owner, string Key) Name { get; } = (wanted.Owner.ToString(), wanted.Duty.Key);

        public (string Peer, long Id) Id { get; } = (from.Name, wanted.Id);

        public CancellationTokenSource Ended { get; } = new();

        public PerformOutcome Outcome { get; set; }

        /// <summary>The link was full: the outcome is told again.</summary>
        public override void Fire() => performs.Tell(this);
    }
}
