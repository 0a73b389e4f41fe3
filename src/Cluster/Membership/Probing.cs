using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// Probes every other member over the working link, and asks a third when a link breaks. The loop itself answers probes, so that a hung process
/// does not answer.
/// </summary>
internal sealed class Probing(ClusterMember member)
{
    private readonly SortedDictionary<long, Watch> watches = [];
    private readonly Dictionary<long, Alarm> alarms = [];
    private readonly Dictionary<string, long> connected = [];

    // Whom third members look for on our behalf, and for whom we look on theirs; by the id of the request or probe.
    private readonly Dictionary<long, Watch> sought = [];
    private readonly Dictionary<long, (string Asker, long Id)> seeking = [];

    private MemberOptions Options => member.Options;

    public IEnumerable<Watch> Watches => watches.Values;

    public Watch? Find(long incarnation) => watches.GetValueOrDefault(incarnation);

    public bool IsConnected(string name) => connected.ContainsKey(name);

    /// <summary>Watch exactly these.</summary>
    public void Follow(IReadOnlyCollection<Peer> peers)
    {
        var followed = peers.Select(peer => peer.Incarnation).ToHashSet();
        foreach (var lost in watches.Keys.Where(incarnation => !followed.Contains(incarnation)).ToList())
        {
            member.Timers.Cancel(alarms[lost]);
            alarms.Remove(lost);
            watches.Remove(lost);
            member.Accusations.Drop(lost);
        }

        foreach (var peer in peers.Where(peer => !watches.ContainsKey(peer.Incarnation)))
        {
            var watch = watches[peer.Incarnation] = new Watch(peer);
            if (connected.TryGetValue(peer.Name, out var incarnation) && incarnation == peer.Incarnation)
            {
                watch.Connect(member.Now);
            }

            alarms[peer.Incarnation] = new Alarm(() => Probe(watch));
            Wait(watch, Options.ProbeEvery * member.Random.NextDouble());
        }
    }

    public void Connected(Peer peer)
    {
        connected[peer.Name] = peer.Incarnation;
        if (Find(peer.Incarnation) is { } watch)
        {
            watch.Connect(member.Now);
            member.Accusations.Weigh(watch);
        }
        else
        {
            // Somebody new: the register knows more.
            member.Renewal.AskSoon();
        }
    }

    public void Disconnected(Peer peer, LinkEnd end)
    {
        if (connected.TryGetValue(peer.Name, out var incarnation) && incarnation == peer.Incarnation)
        {
            connected.Remove(peer.Name);
        }

        if (Find(peer.Incarnation) is not { IsGone: false } watch || (end == LinkEnd.Closed && !watch.WasConnected))
        {
            return;
        }

        // It may have left in an orderly way.
        member.Renewal.AskSoon();
        watch.Break(member.Now);
        if (!watch.IsInQuestion && !member.Renewal.IsHeld)
        {
            AskAround(watch, end);
        }
    }

    public void Received(Peer from, Frame frame)
    {
        switch (frame)
        {
            case Frame.Probe probe:
                member.Send(from.Name, new Frame.Probed(probe.Id));
                break;
            case Frame.Probed answer when Find(from.Incarnation) is { } watch && watch.Answer(answer.Id):
                member.Accusations.Weigh(watch);
                Found(answer.Id, isThere: true);
                break;
            case Frame.ProbeFor request:
                Seek(from.Name, request);
                break;
            case Frame.ProbedFor answer when sought.Remove(answer.Id, out var watch):
                Told(watch, answer.IsThere);
                break;
        }
    }

    /// <summary>We were frozen: nobody else is to blame for what we did not hear.</summary>
    public void Forgive()
    {
        foreach (var watch in watches.Values)
        {
            watch.Forgive();
        }
    }

    private void Probe(Watch watch)
    {
        var id = member.NextId();
        watch.Probe(id);
        member.Send(watch.Peer.Name, new Frame.Probe(id));
        member.Accusations.Weigh(watch);
        Wait(watch, Options.ProbeEvery * (0.9 + (0.2 * member.Random.NextDouble())));
    }

    private void Wait(Watch watch, TimeSpan pause)
    {
        if (alarms.TryGetValue(watch.Peer.Incarnation, out var alarm))
        {
            member.Timers.Set(alarm, member.Now + pause);
        }
    }

    /// <summary>A third member confirms a broken link; where there is none, only a refused or reset one that is not made again counts.</summary>
    private void AskAround(Watch watch, LinkEnd end)
    {
        var others = watches.Values.Where(other => other != watch && other.IsConnected && other.Misses == 0).ToList();
        var id = member.NextId();
        if (others.Count > 0 && member.Send(others[member.Random.Next(others.Count)].Peer.Name, new Frame.ProbeFor(id, watch.Peer.Name, watch.Peer.Incarnation)))
        {
            sought[id] = watch;
            watch.IsInQuestion = true;
            After(Options.IndirectProbeTimeout * 2, () =>
            {
                // Who was asked says nothing: it may have died with the other.
                if (sought.Remove(id))
                {
                    Told(watch, isThere: false);
                }
            });
        }
        else if (end == LinkEnd.Reset)
        {
            watch.IsInQuestion = true;
            After(Options.ResetGrace, () => Told(watch, isThere: false));
        }
    }

    private void Told(Watch watch, bool isThere)
    {
        if (!isThere && watch.BrokenSince is { } broken && broken - watch.ConnectedAt < Options.YoungLink && member.Now - broken < Options.YoungLinkGrace)
        {
            After(broken + Options.YoungLinkGrace - member.Now, () => Told(watch, isThere: false));
            return;
        }

        watch.IsInQuestion = false;
        if (isThere)
        {
            watch.IsThere();
        }
        else
        {
            watch.Confirm();
        }

        if (Find(watch.Peer.Incarnation) == watch)
        {
            member.Accusations.Weigh(watch);
        }
    }

    private void Seek(string asker, Frame.ProbeFor request)
    {
        if (Find(request.Incarnation) is not { WasConnected: true } watch)
        {
            // It may be starting just now, and our view be older than its start.
            return;
        }

        if (!watch.IsConnected)
        {
            member.Send(asker, new Frame.ProbedFor(request.Id, false));
            return;
        }

        var id = member.NextId();
        seeking[id] = (asker, request.Id);
        watch.Probe(id);
        member.Send(watch.Peer.Name, new Frame.Probe(id));
        After(Options.IndirectProbeTimeout, () => Found(id, isThere: false));
    }

    private void Found(long id, bool isThere)
    {
        if (seeking.Remove(id, out var request))
        {
            member.Send(request.Asker, new Frame.ProbedFor(request.Id, isThere));
        }
    }

    private void After(TimeSpan pause, Action then) => member.Timers.Set(new Alarm(then), member.Now + pause);
}
