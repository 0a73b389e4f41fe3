using CallCenter.Actors.Calls.Dialogs;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Calls;

/// <summary>What events make of one leg and its dialog. Every CSeq that we use is counted here, so that the journal knows it (RELIABILITY S1).</summary>
internal static class LegHistory
{
    /// <summary>The caller's, or that of the agent's phone that dialed.</summary>
    public static Leg Arrived(ActorId call, CallArrival arrival, DateTimeOffset at)
    {
        var number = arrival.Outbound is null ? Leg.Caller : OutboundOrder.AgentLeg;
        return new Leg
        {
            Number = number,
            IsIncoming = true,
            Edge = arrival.Edge,
            Request = arrival.Outbound is { } order ? new LegRequest(LegPurpose.Agent, order.Offer, null, order.Agent, order.Until) : null,
            Dialog = arrival.Dialog!,
            Sdp = Sdp.First(call, number, arrival.Slot, number == Leg.Caller ? MediaSide.Caller : MediaSide.Other, arrival.Offer),
            Peer = Web.Settled(arrival.Offer, null),
            AnswerDue = arrival.Offer is null ? arrival.Seed!.CSeq : null,
            WantsReliable = arrival.Seed!.IsReliable,
            Session = LegSession.Of(arrival.Seed!.SessionSeconds, arrival.Seed.SessionIsOurs, at),
            Life = default(SignOfLife).Heard(at),
        };
    }

    /// <summary>The dialog of our INVITE, derived whole: whoever sends it sends the same.</summary>
    public static Leg Requested(CallState call, E.LegRequested e)
    {
        var arrival = call.Arrival!;
        return new Leg
        {
            Number = e.Leg,
            Edge = e.Target.Edge ?? arrival.Edge,
            Request = new LegRequest(e.Purpose, e.Offer, e.Queue, e.Agent, e.RingUntil) { Trunk = e.Way?.Trunk, Others = e.Others, UserToUser = UserToUser.Of(call.Attached), AutoAnswer = e.Target.AutoAnswer },
            Sdp = Sdp.OfferTo(call.Id, e.Leg, call.Slot!, CallMedia.SideOfNext(call, e.Purpose), (e.Purpose == LegPurpose.Dialed ? call.Legs.GetValueOrDefault(OutboundOrder.AgentLeg) : call.Caller)?.Peer, e.Way?.Payloads ?? [], Web.IsBrowser(e.Target)),
            Dialog = new Dialog
            {
                CallId = LegIdentity.CallId(call.Id, e.Leg),
                LocalTag = LegIdentity.Tag(call.Id, e.Leg),
                LocalParty = e.Purpose == LegPurpose.Dialed ? Party.Shown(arrival) : Party.Of(arrival),
                RemoteParty = $"<{e.Target.Contact}>",
                RemoteTarget = e.Target.Contact,
                RouteSet = e.Target.Path,
                LocalCSeq = 1,
                Flow = e.Target.Flow,
                Token = LegToken.Of(call.Id, e.Leg).ToString(),
            },
        };
    }

    /// <summary>Its session begins with our 2xx.</summary>
    public static Leg CallerAnswered(Leg leg, DateTimeOffset at) => leg with { Phase = LegPhase.Answered, Session = leg.Session is { } session ? session with { From = at } : null };

    public static Leg CallerConfirmed(Leg leg, E.CallerConfirmed e)
    {
        var confirmed = Retargeted(leg) with { Peer = Web.Settled(e.Media, null) ?? leg.Peer, AnswerDue = null, Life = leg.Life.Heard(e.At) };
        return leg.Phase == LegPhase.Closing ? Released(confirmed) : confirmed with { Phase = LegPhase.Established };
    }

    /// <summary>A 2xx completes the dialog (RFC 3261 section 12.1.2): its tag, its Contact, and its route set instead of the one we came by.</summary>
    public static Leg Established(Leg leg, DialogAnswer answer, DateTimeOffset at)
    {
        var dialog = leg.Dialog with { RemoteTag = answer.RemoteTag, RemoteTarget = answer.RemoteTarget, RouteSet = answer.RouteSet, TakesUpdate = answer.TakesUpdate };
        // What was asked of it while it rang were requests of their own.
        var used = dialog with { LocalCSeq = dialog.LocalCSeq + leg.EarlyRequests };
        return leg with
        {
            Phase = LegPhase.Established,
            Dialog = used,
            Acknowledged = dialog,
            Peer = Web.Settled(answer.Media, null),
            Life = leg.Life.Heard(at),
            Session = LegSession.Of(answer.SessionSeconds, answer.SessionIsOurs, at),
        };
    }

    public static Leg Cancelled(Leg leg, DateTimeOffset at) =>
        leg.Phase == LegPhase.Inviting ? leg with { Phase = LegPhase.Cancelling, CancelledAt = at } : leg;

    /// <summary>A BYE of ours: the next CSeq is its.</summary>
    public static Leg Released(Leg leg) => leg with { Phase = LegPhase.Releasing, Dialog = WithNextCSeq(Retargeted(leg).Dialog) };

    /// <summary>Who asked by REFER is notified first; anybody else's phone gets the BYE at once.</summary>
    public static Leg GaveAway(Leg leg, uint? refer) => refer is { } cseq
        ? leg with { Phase = LegPhase.Notifying, Refer = cseq, Dialog = WithNextCSeq(leg.Dialog) with { RemoteCSeq = cseq } }
        : Released(leg);

    public static Leg Audited(Leg leg, E.LegAudited e) =>
        leg with { Dialog = WithNextCSeq(leg.Dialog), Life = new SignOfLife(e.Number, e.At, true) { IsRepeated = e.IsRepeated } };

    /// <summary>The early dialog in which a ringing phone is asked something next; the INVITE's own stays as it is, for its CANCEL and its ACK.</summary>
    public static Dialog Ringing(Leg leg, EarlyDialog early) => leg.Dialog with
    {
        LocalCSeq = leg.Dialog.LocalCSeq + leg.EarlyRequests + 1,
        RemoteTag = early.RemoteTag,
        RemoteTarget = early.RemoteTarget,
        RouteSet = early.RouteSet,
    };

    public static Leg ToldToAnswer(Leg leg) => leg.Early is { } early
        ? leg with { Talk = TalkOrder.Given, TalkIn = Ringing(leg, early), EarlyRequests = leg.EarlyRequests + 1 }
        : leg with { Talk = TalkOrder.Given };

    public static Leg Pressed(Leg leg, string digits) => leg with
    {
        Info = new InfoDigits(digits, leg.Dialog.LocalCSeq + 1, leg.Dialog),
        Dialog = leg.Dialog with { LocalCSeq = leg.Dialog.LocalCSeq + (uint)digits.Length },
    };

    public static Leg MediaChanged(Leg leg, E.LegMediaChanged e)
    {
        var heard = leg with { Life = leg.Life.Heard(e.At), AnswerDue = null };
        var media = Web.Settled(e.Media, leg.Peer);
        return IsAnswer(leg, e.CSeq, media)
            ? heard with { Peer = media }
            : heard with
            {
                Reinvite = e.CSeq,
                Session = LegSession.Of(e.SessionSeconds, e.SessionIsOurs, e.At),
                // Our answer says where our side is now.
                Move = null,
                AnswerDue = media is null ? e.CSeq : null,
                Sdp = Sdp.Next(leg, media),
                Peer = media ?? leg.Peer,
                Dialog = leg.Dialog with { RemoteCSeq = e.CSeq, RemoteTarget = e.RemoteTarget ?? leg.Dialog.RemoteTarget },
            };
    }

    /// <summary>
    /// Before the dialog is confirmed what is said to it stays as it is, and the session with what the 2xx will say; another Contact is for later. A phone that
    /// we called says where it is in its 2xx.
    /// </summary>
    public static Leg Updated(Leg leg, E.LegUpdated e)
    {
        var updated = leg with { Update = e.CSeq };
        if (leg.Phase != LegPhase.Established)
        {
            return leg.IsIncoming ? updated with { Retarget = e.RemoteTarget ?? leg.Retarget } : updated;
        }

        var heard = updated with
        {
            Life = leg.Life.Heard(e.At),
            Session = LegSession.Of(e.SessionSeconds, e.SessionIsOurs, e.At),
            Dialog = leg.Dialog with { RemoteTarget = e.RemoteTarget ?? leg.Dialog.RemoteTarget },
        };
        return Web.Settled(e.Media, leg.Peer) is { } media ? heard with { Move = null, Sdp = Sdp.Next(leg, media), Peer = media } : heard;
    }

    private static Leg Retargeted(Leg leg) => leg.Retarget is { } target ? leg with { Retarget = null, Dialog = leg.Dialog with { RemoteTarget = target } } : leg;

    /// <summary>The answer, in the ACK of this CSeq, to an offer of ours.</summary>
    public static bool IsAnswer(Leg leg, uint cseq, MediaPeer? media) => media is not null && leg.AnswerDue == cseq && leg.Reinvite == cseq;

    public static Leg Ended(Leg leg, E.CallEnded e) => leg.Phase switch
    {
        LegPhase.Inviting when leg.IsIncoming => leg with { Phase = LegPhase.Declining, Status = e.Status },
        LegPhase.Inviting => Cancelled(leg, e.At),
        // It got no 2xx yet.
        LegPhase.Answered when e.Status > 0 => leg with { Phase = LegPhase.Declining, Status = e.Status },
        LegPhase.Answered => leg with { Phase = LegPhase.Closing },
        LegPhase.Established => Released(leg),
        _ => leg,
    };

    private static Dialog WithNextCSeq(Dialog dialog) => dialog with { LocalCSeq = dialog.LocalCSeq + 1 };
}
