using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using C = CallCenter.Actors.Agents.AgentCommand;
using W = CallCenter.Actors.Agents.AgentWork;

namespace CallCenter.Actors.Agents;

/// <summary>
/// What an agent owes, in five parts that depend on few things each: its offer (<c>ring/{offer}</c>, <c>reservation/{offer}</c>,
/// <c>cancel/{offer}</c>, <c>wrap-up/{offer}</c>, <c>dial/{offer}</c>, <c>dial-end/{offer}</c>), its seat (<c>attach/…</c>, <c>attach-again/…</c>, <c>suspect/{offer}</c>), its availability, once for each queue
/// (<c>available/{queue}/{epoch}</c> or <c>unavailable/…</c>), its contest (<c>ask/{queue}/{epoch}</c>, <c>contest/{epoch}</c>), and its notices. Signed out
/// and with all told, nothing.
/// </summary>
internal static class AgentDuties
{
    public static ImmutableArray<Duty> All(AgentState state) =>
        [.. OfWork(state), .. OfContest(state), .. OfSeat(state), .. AvailabilityKeys(state).Select(key => Of(state, key)!), .. state.Notices.Values.Select(notice => OfNotice(state, notice))];

    /// <summary>A part whose inputs are the same objects is the same; of the others the keys of before and after.</summary>
    public static ImmutableArray<string> Touched(AgentState before, AgentState after)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        if (!ReferenceEquals(before.Work, after.Work))
        {
            keys.AddRange(OfWork(before).Concat(OfWork(after)).Select(duty => duty.Key));
        }

        if (!ReferenceEquals(before.Contest, after.Contest))
        {
            keys.AddRange(OfContest(before).Concat(OfContest(after)).Select(duty => duty.Key));
        }

        if (!ReferenceEquals(before.Seat, after.Seat))
        {
            keys.AddRange(OfSeat(before).Concat(OfSeat(after)).Select(duty => duty.Key));
        }

        if (before.Epoch != after.Epoch || !ReferenceEquals(before.Seat, after.Seat) || !ReferenceEquals(before.Settings, after.Settings))
        {
            keys.AddRange(AvailabilityKeys(before).Concat(AvailabilityKeys(after)));
        }

        if (!ReferenceEquals(before.Notices, after.Notices))
        {
            keys.AddRange(before.Notices.Keys.Except(after.Notices.Keys).Concat(after.Notices.Keys.Except(before.Notices.Keys)));
        }

        return [.. keys.Distinct()];
    }

    public static Duty? Of(AgentState state, string key) =>
        state.Notices.TryGetValue(key, out var notice) ? OfNotice(state, notice)
        : key.Split('/') is ["available" or "unavailable", var queue, _] ? OfAvailability(state, queue, key)
        : OfWork(state).Concat(OfContest(state)).Concat(OfSeat(state)).FirstOrDefault(duty => duty.Key == key);

    private static IEnumerable<Duty> OfWork(AgentState state)
    {
        var work = state.Work;
        if (work is W.Reserved { IsRingAccepted: false, Offer: { Target: { } target } offer })
        {
            yield return new Duty.Deliver(
                $"ring/{offer.Id}",
                offer.Call.Call,
                new CallCommand.Ring(offer.Id, offer.Queue!.Value, state.Id, target, offer.RingUntil) { Together = offer.Rules.Together },
                new C.RecordRingAccepted(offer.Id),
                new C.RecordRingRefused(offer.Id));
        }

#if PLANTED
        if (PlantedDefects.Has(Planted.ReservationWithoutEnd) && work is (W.Reserved or W.Ringing))
        {
            yield break;
        }
#endif
        if (work is W.Reserved or W.Ringing)
        {
            yield return new Duty.Wake($"reservation/{work.Offer.Id}", work.Offer.ReservedUntil, new C.ExpireReservation(work.Offer.Id));
        }

        if (work is W.Dialing { IsJoined: false, Offer: { Target: { } phone } dialed } dialing)
        {
            yield return new Duty.Perform(
                $"dial/{dialed.Id}",
                Port.Signalling,
                new PlaceCall(dialed.Call.Call, state.Id, phone, dialing.To, dialed.RingUntil) { Shows = dialing.Shows },
                new C.ConfirmPlaced(dialed.Id),
                new C.RecordNotPlaced(dialed.Id))
            {
                At = phone.Edge,
            };
            yield return new Duty.Wake($"dial-end/{dialed.Id}", dialed.ReservedUntil, new C.EndDial(dialed.Id));
        }

        // Answered: it is not and will not be connected. Refused: it was, and the call's own word is on the way.
        if (work is W.Lapsed lapsed)
        {
            yield return new Duty.Deliver(
                $"cancel/{lapsed.Offer.Id}",
                lapsed.Offer.Call.Call,
                new CallCommand.CancelOffer(lapsed.Offer.Id),
                new C.RecordOfferEnded(lapsed.Offer.Id, OfferEnd.Withdrawn));
        }

        if (work is W.WrapUp wrapUp)
        {
            yield return new Duty.Wake($"wrap-up/{wrapUp.Offer.Id}", wrapUp.Until, new C.EndWrapUp(wrapUp.Offer.Id));
        }
    }

    /// <summary>Asked are those who have said nothing; one that offers answers with its Reserve.</summary>
    private static IEnumerable<Duty> OfContest(AgentState state)
    {
        if (state.Contest is not { } contest)
        {
            yield break;
        }

        yield return new Duty.Wake(string.Create(CultureInfo.InvariantCulture, $"contest/{state.Epoch}"), contest.Since + AgentContest.OpenMax, new C.EndContest(state.Epoch));
        foreach (var queue in AgentContests.Awaited(state))
        {
            yield return new Duty.Deliver(string.Create(CultureInfo.InvariantCulture, $"ask/{queue}/{state.Epoch}"), state.QueueOf(queue), Available(state, queue) with { IsAsking = true });
        }
    }

    private static IEnumerable<Duty> OfSeat(AgentState state)
    {
        if (state.Seat is not { } seat)
        {
            yield break;
        }

        if (seat.IsAsked)
        {
            yield return new Duty.Deliver(
                Key("attach", seat.SignIn, seat.Retries),
                state.PhoneOf(seat.Phone),
                new PhoneCommand.Attach(state.Id, seat.SignIn),
                OnRefused: new C.RecordPhoneRefused(seat.Phone, seat.SignIn));
        }

        if (seat.RetryAt is { } at)
        {
            yield return new Duty.Wake(Key("attach-again", seat.SignIn, seat.Retries), at, new C.AskPhoneAgain(seat.SignIn, seat.Retries));
        }

        if (seat.FailedOffer is { } failed)
        {
            yield return new Duty.Deliver($"suspect/{failed}", state.PhoneOf(seat.Phone), new PhoneCommand.Suspect(failed));
        }
    }

    private static IEnumerable<string> AvailabilityKeys(AgentState state) =>
        state.Epoch > 0 ? AgentHistory.Served(state).Select(queue => AvailabilityKey(state, queue)) : [];

    /// <summary>Not confirmed, so that a call costs no event for each queue: once told is enough, and a queue that missed it hears the next.</summary>
    private static Duty.Deliver? OfAvailability(AgentState state, string queue, string key)
    {
        if (state.Epoch == 0 || key != AvailabilityKey(state, queue) || !AgentHistory.Served(state).Contains(queue))
        {
            return null;
        }

        return new Duty.Deliver(key, state.QueueOf(queue), state.IsAvailable
            ? Available(state, queue)
            : new QueueCommand.RecordAgentUnavailable(state.Id, state.Epoch));
    }

    private static QueueCommand.RecordAgentAvailable Available(AgentState state, string queue) =>
        new(state.Id, state.Epoch, state.IdleSince) { Profile = ProfileFor(state, queue) };

    /// <summary>A function of the state alone, and news of their own epoch, so that the key determines it. Null: nothing to choose by yet.</summary>
    private static AgentProfile? ProfileFor(AgentState state, string queue) =>
        state is { Tally.IsEmpty: true, Settings: { Skills.Count: 0, Terms.Count: 0 } } ? null : new AgentProfile
        {
            Skills = state.Settings!.Skills,
            Level = state.Settings.TermsOf(queue).Level,
            Handled = state.Tally.Handled,
            Occupancy = state.Tally.OccupancyAt(state.EpochAt),
        };

    private static Duty.Deliver OfNotice(AgentState state, AgentNotice notice)
    {
        var confirm = new C.ConfirmTold(notice.Key);
        return notice switch
        {
            AgentNotice.LeftPhone n => new Duty.Deliver(n.Key, state.PhoneOf(n.Phone), new PhoneCommand.Detach(state.Id, n.SignIn), confirm, confirm),
            AgentNotice.LeftQueue n => new Duty.Deliver(n.Key, state.QueueOf(n.Queue), new QueueCommand.RecordAgentUnavailable(state.Id, n.Epoch) { IsGone = true }, confirm, confirm),
            AgentNotice.LeftBreak n => new Duty.Deliver(n.Key, ActorId.Floor(state.Id.Tenant), new FloorCommand.RecordBreakOver(n.Team, n.Number), confirm, confirm),
            AgentNotice.Failed n => new Duty.Deliver(n.Key, n.Queue, new QueueCommand.RecordOfferFailed(n.Offer, n.End), confirm, confirm),
            _ => throw new UnreachableException($"{notice}"),
        };
    }

    private static string AvailabilityKey(AgentState state, string queue) =>
        string.Create(CultureInfo.InvariantCulture, $"{(state.IsAvailable ? "available" : "unavailable")}/{queue}/{state.Epoch}");

    private static string Key(string what, int signIn, int retry) => string.Create(CultureInfo.InvariantCulture, $"{what}/{signIn}/{retry}");
}
