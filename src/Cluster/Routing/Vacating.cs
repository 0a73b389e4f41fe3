using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Routing;

/// <summary>
/// The end of an orderly hand-over. A process that owns nothing, never will again, and has settled all it decided tells every linked process: what
/// you asked here and have no answer to never happened. Links keep the order, so each answer that was given comes before that word; and who has
/// heard it asks here no more, so that nothing is on its way when the link is closed. All on the node's loop.
/// </summary>
internal sealed class Vacating(Node node, ILinks links)
{
    // Whose link was full when an answer should have left: what they asked may have happened.
    private readonly HashSet<string> unanswered = [];
    private readonly HashSet<string> unheard = [];
    private Frame.Vacated? word;
    private Action told = () => { };

    /// <summary><paramref name="heard"/> is called once, when all who are linked then have heard it.</summary>
    public void Begin(long incarnation, Func<IReadOnlyCollection<string>> linked, Action heard) => node.WhenSettled(() =>
    {
        (word, told) = (new Frame.Vacated(incarnation), heard);
        foreach (var member in linked())
        {
            Tell(member);
        }

        Look();
    });

    /// <summary>An answer to this member found no room: it waits for its deadline, and must not be told that nothing happened.</summary>
    public void NotAnswered(string member) => unanswered.Add(member);

    /// <summary>A new link: whoever asked over the one before has given it up.</summary>
    public void Connected(string member)
    {
        unanswered.Remove(member);
        Tell(member);
    }

    public void Disconnected(string member)
    {
        unanswered.Remove(member);
        unheard.Remove(member);
        Look();
    }

    public void Heard(string member, long incarnation)
    {
        if (word?.Incarnation == incarnation && unheard.Remove(member))
        {
            Look();
        }
    }

    private void Tell(string member)
    {
        if (word is not null && !unanswered.Contains(member) && links.TrySend(member, word))
        {
            unheard.Add(member);
        }
    }

    private void Look()
    {
        if (word is not null && unheard.Count == 0)
        {
            told();
            told = () => { };
        }
    }
}
