namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// The links as one loop uses them: what a round of it sends to a peer leaves together at the end of the round, and no other thread is woken for a
/// little. On that loop's thread only.
/// </summary>
internal sealed class RoundLinks(TcpLinks links) : ILinks
{
    private readonly List<Link> used = [];

    public void Reach(IReadOnlyCollection<Peer> peers) => links.Reach(peers);

    public bool TrySend(string member, Frame frame)
    {
        if (links.TryAdd(member, frame) is not { } link)
        {
            return false;
        }

        if (!used.Contains(link))
        {
            used.Add(link);
        }

        return true;
    }

    /// <summary>The round is over.</summary>
    public void Flush()
    {
        foreach (var link in used)
        {
            link.Flush();
        }

        used.Clear();
    }
}
