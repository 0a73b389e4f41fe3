using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// A10: of the offers that an agent holds against each other it takes the best by its choice, and only who chooses holds any. Shares are counted here
/// anew, from the contacts that came of it. A contest ends: when the agent takes a call, or is free no more.
/// </summary>
internal sealed class ChoiceRules
{
    private readonly SortedDictionary<ActorId, Scale> scales = [];

    private sealed class Scale
    {
        public AgentSettings? Settings { get; set; }

        public List<AgentEvent.OfferContested> Held { get; } = [];

        /// <summary>The offer it took, and the queues that it took it against.</summary>
        public (OfferId Offer, string Queue, string[] Contenders)? Taken { get; set; }

        public SortedDictionary<string, int> Owed { get; } = new(StringComparer.Ordinal);
    }

    public void Check(Stored stored)
    {
        if (stored.Event is not AgentEvent @event)
        {
            return;
        }

        if (!scales.TryGetValue(stored.Stream, out var scale))
        {
            scales.Add(stored.Stream, scale = new Scale());
        }

        switch (@event)
        {
            case AgentEvent.AgentConfigured e:
                Configured(scale, e);
                break;
            case AgentEvent.SignedIn:
                scale.Owed.Clear();
                scale.Held.Clear();
                break;
            case AgentEvent.OfferContested e:
                Require(scale.Settings is { Choice: not QueueChoice.First, Queues.Count: > 1 }, "A10", $"{stored.Stream} chooses by {scale.Settings?.Choice} and holds {e.Offer}");
                scale.Held.Add(e);
                break;
            case AgentEvent.OfferBarred e:
                scale.Held.RemoveAll(held => held.Offer == e.Offer);
                break;
            case AgentEvent.Dialed or AgentEvent.BecameNotReady or AgentEvent.SignedOut or AgentEvent.PhoneChanged { Reachable: null }:
                scale.Held.Clear();
                break;
            case AgentEvent.Reserved e when scale.Held.Count > 0:
                Taken(stored, scale, e);
                break;
            case AgentEvent.Reserved e when scale.Taken?.Offer != e.Offer:
                scale.Taken = null;
                break;
            case AgentEvent.Answered e when scale.Taken is { } taken && taken.Offer == e.Offer:
                Charge(scale, taken.Queue, taken.Contenders);
                break;
        }
    }

    private static void Configured(Scale scale, AgentEvent.AgentConfigured e)
    {
        if (scale.Settings?.Terms != e.Settings?.Terms)
        {
            scale.Owed.Clear();
        }

        if (scale.Settings is { } before && !(e.Settings is { } after && before.Queues == after.Queues && before.Skills == after.Skills && before.Terms == after.Terms))
        {
            scale.Held.Clear();
        }

        scale.Settings = e.Settings;
    }

    private static void Taken(Stored stored, Scale scale, AgentEvent.Reserved e)
    {
        Require(scale.Held.Exists(held => held.Offer == e.Offer), "A10", $"{stored.Stream} takes {e.Offer}, which it does not hold: {string.Join(", ", scale.Held.Select(held => held.Offer))}");
        var isPicked = scale.Held.Exists(held => held.Offer == e.Offer && held.Cause.IsPicked());
        Require(isPicked || !scale.Held.Exists(held => held.Cause.IsPicked() && held.RingUntil > e.At), "A10", $"{stored.Stream} takes {e.Offer} before one that somebody picked");
        var better = isPicked ? null : scale.Held.Find(held => held.Offer != e.Offer && held.RingUntil > e.At && IsBefore(scale, held.Queue.Key, held.Call, e.Queue.Key, e.Call));
        Require(better is null, "A10", $"{stored.Stream} chooses by {scale.Settings?.Choice} and takes {e.Offer} before {better?.Offer}");
        scale.Taken = (e.Offer, e.Queue.Key, [.. scale.Held.Select(held => held.Queue.Key).Distinct()]);
        scale.Held.Clear();
    }

    private static bool IsBefore(Scale scale, string oneQueue, QueuedCall one, string otherQueue, QueuedCall other) => scale.Settings?.Choice switch
    {
        QueueChoice.LongestWaiting => one.Arrived < other.Arrived,
        QueueChoice.Priority => one.Priority > other.Priority || (one.Priority == other.Priority && one.Arrived < other.Arrived),
        QueueChoice.Share => Claim(scale, oneQueue) > Claim(scale, otherQueue),
        _ => false,
    };

    private static int Claim(Scale scale, string queue) => scale.Owed.GetValueOrDefault(queue) + scale.Settings!.TermsOf(queue).Share;

    private static void Charge(Scale scale, string queue, string[] contenders)
    {
        if (scale.Settings?.Choice != QueueChoice.Share || contenders.Length < 2)
        {
            return;
        }

        var gained = contenders.Sum(one => scale.Settings.TermsOf(one).Share);
        foreach (var one in contenders)
        {
            scale.Owed[one] = Claim(scale, one) - (one == queue ? gained : 0);
        }
    }
}
