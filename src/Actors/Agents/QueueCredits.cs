using System.Collections.Immutable;

namespace CallCenter.Actors.Agents;

/// <summary>
/// What each queue is owed of an agent's contacts, by the shares of the agent's terms: smooth weighted round robin over the queues that had a call for it.
/// At each contact that several queues contended for, each of them gains its share, and the one that got it gives all that was gained. So the sum is zero,
/// over queues that are never empty the contacts come in the proportion of the shares, and a queue without calls is owed nothing for that time.
/// </summary>
public static class QueueCredits
{
    /// <summary>The higher, the sooner it is its turn.</summary>
    public static int Claim(AgentState state, string queue) => CreditOf(state.Tally, queue) + ShareOf(state, queue);

    /// <summary>After a contact that <paramref name="offer"/> led to; an offer that led to none changes nothing.</summary>
    public static EquatableArray<QueueCredit> After(AgentState state, AgentOffer offer)
    {
        if (state.Settings?.Choice != QueueChoice.Share || offer.Contenders.Count < 2)
        {
            return state.Tally.Credits;
        }

        var gained = offer.Contenders.Items.Sum(queue => ShareOf(state, queue));
        var credits = state.Tally.Credits.Items.ToImmutableSortedDictionary(credit => credit.Queue, credit => credit.Credit, StringComparer.Ordinal).ToBuilder();
        foreach (var queue in offer.Contenders.Items)
        {
            credits[queue] = Claim(state, queue) - (queue == offer.Queue?.Key ? gained : 0);
        }

        return [.. credits.Select(credit => new QueueCredit(credit.Key, credit.Value))];
    }

    private static int ShareOf(AgentState state, string queue) => state.Settings?.TermsOf(queue).Share ?? QueueTerms.ShareDefault;

    private static int CreditOf(AgentTally tally, string queue)
    {
        foreach (var credit in tally.Credits.Items)
        {
            if (credit.Queue == queue)
            {
                return credit.Credit;
            }
        }

        return 0;
    }
}

/// <summary>What a queue is owed (negative: what it had too much), in parts of a contact: as many as the shares of all contenders add up to.</summary>
public readonly record struct QueueCredit(string Queue, int Credit);
