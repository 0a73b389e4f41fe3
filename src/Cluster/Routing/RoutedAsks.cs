using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Routing;

/// <summary>
/// Asks of this process, wherever the actor is. While nobody can be asked, nothing has happened, so an ask waits and is tried again within its
/// deadline, whatever its command. Once it was sent, a lost link means unknown, at once. An owner that there is no link to is asked through another core,
/// which may have one (RELIABILITY F-13). All on the node's loop.
/// </summary>
internal sealed class RoutedAsks(string self, Node node, ILinks links, Func<ImmutableSortedSet<string>> linked)
{
    /// <summary>Asks that are with others or wait for an owner; more are turned away.</summary>
    public const int PendingMax = 20_000;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<long, PendingAsk> pending = [];

    // Incarnations that own nothing any more, as long as the routes still lead to them.
    private readonly HashSet<long> vacated = [];
    private Routes routes = Routes.None;
    private long lastId;

    public int Count => pending.Count;

    public Routes Routes
    {
        get => routes;
        set
        {
            routes = value;
            vacated.RemoveWhere(incarnation => value.Standing.All(member => member.Incarnation != incarnation));
        }
    }

    public void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done, string? trace = null)
    {
        var until = node.Now + deadline;
        if (IsOurs(node.ShardOf(to)))
        {
            node.Asked(to, command, deadline, answer =>
            {
                if (answer is Answer.NotHere)
                {
                    Pend(to, command, until, done, trace);
                }
                else
                {
                    done(answer);
                }
            }, mayGoElsewhere: true, trace);
        }
        else
        {
            Pend(to, command, until, done, trace);
        }
    }

    /// <summary>For a process that does not reach the owner: answered with <see cref="Answer.NotHere"/> where this one does not either.</summary>
    public void PassOn(ActorId to, object command, TimeSpan deadline, Action<Answer> done, string? trace)
    {
        if (pending.Count >= PendingMax)
        {
            done(Answer.NotHere.Instance);
        }
        else
        {
            Pend(new PendingAsk(this, ++lastId, to, node.ShardOf(to), command, node.Now + deadline, done) { Trace = trace, IsPassedOn = true });
        }
    }

    public void Replied(string from, long id, Answer answer)
    {
        if (pending.TryGetValue(id, out var ask) && ask.SentTo == from)
        {
            End(ask, answer);
        }
    }

    public void NotHere(string from, long id)
    {
        if (pending.TryGetValue(id, out var ask) && ask.SentTo == from)
        {
            node.Counters.NotHere++;
            Wait(ask);
        }
    }

    /// <summary>What was with this member may or may not happen: nobody here will ever know.</summary>
    public void Disconnected(string member)
    {
        foreach (var ask in pending.Values.Where(ask => ask.SentTo == member).ToList())
        {
            End(ask, Answer.Unknown.Instance);
        }
    }

    /// <summary>
    /// It owns nothing any more: what it has not answered never happened, and is asked elsewhere as soon as somebody knows where. What it passed on is the
    /// owner's to answer.
    /// </summary>
    public void Vacated(Peer member)
    {
        vacated.Add(member.Incarnation);
        foreach (var ask in pending.Values.Where(ask => ask.SentTo == member.Name && !ask.GoesOn).ToList())
        {
            NotHere(member.Name, ask.Id);
        }
    }

    /// <summary>These shards have an owner who may be reached now.</summary>
    public void Hurry(IReadOnlyCollection<int> shards)
    {
        var wanted = shards.ToHashSet();
        foreach (var ask in pending.Values.Where(ask => ask.Pause is { IsSet: true } && wanted.Contains(ask.Shard)).ToList())
        {
            // Whoever is not ready yet is asked again soon: how long the one before was not there says nothing about this one.
            ask.Misses = 0;
            Try(ask);
        }
    }

    internal void TimeIsOver(PendingAsk ask) => End(ask, Answer.Unknown.Instance);

    internal void Try(PendingAsk ask)
    {
        Rest(ask);
        if (IsOurs(ask.Shard))
        {
            node.Asked(ask.To, ask.Command, ask.Until - node.Now, answer => Answered(ask, answer), mayGoElsewhere: true, ask.Trace);
        }
        else if (OwnerOf(ask.Shard) is not { } owner || !((!linked().Contains(owner.Name) && SendOn(ask, owner.Name)) || Send(ask, owner.Name, goesOn: false)))
        {
            Wait(ask);
        }
    }

    private bool Send(PendingAsk ask, string member, bool goesOn)
    {
        if (!links.TrySend(member, new Frame.Ask(ask.Id, ask.To, ask.Command, ask.Until - node.Now) { Trace = ask.Trace, MayPassOn = goesOn }))
        {
            return false;
        }

        node.Counters.AskedElsewhere++;
        (ask.SentTo, ask.GoesOn) = (member, goesOn);
        return true;
    }

    /// <summary>Asks go by turns, so that one that passes nothing on is not asked for ever.</summary>
    private bool SendOn(PendingAsk ask, string owner)
    {
        var others = routes.Standing.Where(member => member.Roles.HasFlag(Roles.Core) && member.Name != owner && member.Name != self && linked().Contains(member.Name)).ToList();
        return !ask.IsPassedOn && others.Count > 0 && Send(ask, others[(int)((ask.Id + ask.Misses) % others.Count)].Name, goesOn: true);
    }

    /// <summary>Another node that can be asked; null while there is none.</summary>
    private Member? OwnerOf(int shard) => routes.OwnerOf(shard) is { } owner && owner.Name != self && !vacated.Contains(owner.Incarnation) ? owner : null;

    private bool IsOurs(int shard) => node.Shards.Serves(shard) || node.IsTaking(shard) || (node.IsHeld && node.Shards.Owns(shard));

    private void Pend(ActorId to, object command, DateTimeOffset until, Action<Answer> done, string? trace)
    {
        if (pending.Count >= PendingMax)
        {
            node.Counters.Refused++;
            done(new Answer.Refused(Refusal.MailboxFull, null));
            return;
        }

        Pend(new PendingAsk(this, ++lastId, to, node.ShardOf(to), command, until, done) { Trace = trace });
    }

    private void Pend(PendingAsk ask)
    {
        pending.Add(ask.Id, ask);
        node.Alarms.Set(ask, ask.Until);
        Try(ask);
    }

    private void Answered(PendingAsk ask, Answer answer)
    {
        if (answer is not Answer.NotHere)
        {
            End(ask, answer);
        }
        else if (pending.ContainsKey(ask.Id))
        {
            Wait(ask);
        }
    }

    private void Wait(PendingAsk ask)
    {
        if (ask.IsPassedOn)
        {
            End(ask, Answer.NotHere.Instance);
            return;
        }

        (ask.SentTo, ask.GoesOn) = (null, false);
        var pause = PauseMin * Math.Pow(2, Math.Min(ask.Misses++, 8));
        node.Alarms.Set(ask.Pause ??= new PendingAsk.Again(this, ask), node.Now + (pause < PauseMax ? pause : PauseMax));
    }

    private void Rest(PendingAsk ask)
    {
        (ask.SentTo, ask.GoesOn) = (null, false);
        if (ask.Pause is { } pause)
        {
            node.Alarms.Cancel(pause);
        }
    }

    private void End(PendingAsk ask, Answer answer)
    {
        if (pending.Remove(ask.Id))
        {
            Rest(ask);
            node.Alarms.Cancel(ask);
            ask.Answer(answer);
        }
    }
}
