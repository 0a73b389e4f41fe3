using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// What one member knows of the life of another. Probes in, answers in, link ends in; out comes what to suspect it of. Nothing but a value that changes:
/// who sends and who waits is elsewhere.
/// </summary>
internal sealed class Watch(Peer peer)
{
    private long lastProbe;
    private long lastAnswered;

    public Peer Peer { get; } = peer;

    public bool IsConnected { get; private set; }

    /// <summary>A link to it has been there: before, one that is turned away may only mean that it is starting.</summary>
    public bool WasConnected { get; private set; }

    /// <summary>Since when the link stands, or stood.</summary>
    public DateTimeOffset ConnectedAt { get; private set; }

    /// <summary>Probes in a row that got no answer in time.</summary>
    public int Misses { get; private set; }

    /// <summary>The link broke and nobody has said that the other is there nevertheless; null: not so.</summary>
    public DateTimeOffset? BrokenSince { get; private set; }

    /// <summary>The break is confirmed: a third member does not find it either, or it did not come back.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Somebody is looking whether it is gone.</summary>
    public bool IsInQuestion { get; set; }

    /// <summary>At its next probe: the one before, if unanswered, is missed.</summary>
    public void Probe(long id)
    {
        if (lastProbe > lastAnswered)
        {
            Misses++;
        }

        lastProbe = id;
    }

    /// <summary>Any probe since the last answer will do: a late answer is a sign of life too.</summary>
    public bool Answer(long id)
    {
        if (id <= lastAnswered || id > lastProbe)
        {
            return false;
        }

        lastAnswered = id;
        Misses = 0;
        IsThere();
        return true;
    }

    public void Connect(DateTimeOffset now)
    {
        IsConnected = WasConnected = true;
        ConnectedAt = now;
        IsThere();
    }

    public void Break(DateTimeOffset now)
    {
        IsConnected = false;
        BrokenSince ??= now;
    }

    /// <summary>Somebody has seen it: only its link to us is broken, and silence counts from here.</summary>
    public void IsThere() => (BrokenSince, IsGone) = (null, false);

    public void Confirm() => IsGone = BrokenSince is not null;

    /// <summary>We were not listening: what was not answered meanwhile says nothing.</summary>
    public void Forgive()
    {
        Misses = 0;
        lastAnswered = lastProbe;
        if (!IsGone)
        {
            BrokenSince = null;
        }
    }

    public Suspicion? Verdict(int patience) => IsGone ? Suspicion.LinkReset : Misses >= patience ? Suspicion.Silent : null;
}
