using System.Globalization;
using CallCenter.Actors.Calls.Dialogs;
using C = CallCenter.Actors.Calls.CallCommand;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What a leg owes to signalling, by its phase. Keys are <c>{what}/{leg}</c>, or <c>respond/{status}</c> for the caller's
/// (<c>respond/{status}/{reroutes}</c> once its INVITE came another way); each holds only what
/// no longer changes while it is owed, so that the key determines the bytes.
/// </summary>
internal static class LegDuties
{
    /// <summary>How long after ring time the edge's own cancelling may take to report; before the reservation ends (ring time + 10 s).</summary>
    public static readonly TimeSpan RingGrace = TimeSpan.FromSeconds(5);

    /// <summary>A cancelled INVITE has its final response within 64·T1 (RFC 3261 section 9.1), and some.</summary>
    public static readonly TimeSpan CancelMax = TimeSpan.FromSeconds(40);

    /// <summary>Silence after which an established dialog is asked whether it still exists.</summary>
    public static readonly TimeSpan AuditEvery = TimeSpan.FromMinutes(15);

    /// <summary>The leg that a key of a leg's duty belongs to; null for other keys.</summary>
    public static int? LegOf(CallState state, string key)
    {
        var parts = key.Split('/');
        return parts[0] switch
        {
            "respond" => state.Incoming?.Number ?? Leg.Caller,
            "invite" or "cancel" or "ring-end" or "cancel-end" or "ack" or "bye" or "notify" or "audit-due" or "audit" or "talk" or "digits" or "reinvite" or "reinvite-due"
                or "update" or "refresh-due" or "prack" or "remind-due"
                when parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }

    public static IEnumerable<Duty> Of(CallState state, Leg? leg) => leg?.Phase switch
    {
        LegPhase.Inviting when leg.IsIncoming => [.. Progress(state.Arrival!, leg), .. Remind(leg)],
        LegPhase.Inviting => [Invite(state.Arrival!, leg), Wake(KeyOf("ring-end", leg.Number), leg.Request!.RingUntil + RingGrace, new C.ExpireRing(leg.Number)), .. Talk(leg), .. Prack(leg)],
        LegPhase.Cancelling =>
        [
            Invite(state.Arrival!, leg),
            Perform(leg, KeyOf("cancel", leg.Number), new LegCommand.SendCancel(leg.Number, leg.Dialog)),
            Wake(KeyOf("cancel-end", leg.Number), leg.CancelledAt + CancelMax, new C.RecordLegFailed(leg.Number, Silence)),
        ],
        LegPhase.Answered when Reliably.IsHeldBack(state.Arrival!, leg) => Progress(state.Arrival!, leg),
        LegPhase.Answered or LegPhase.Closing => [Answer(state.Arrival!, leg)],
        LegPhase.Established => [.. Ack(leg), .. Audit(leg), .. Digits(leg), .. Refresh(leg), .. Reinvite(leg)],
        LegPhase.Declining => [Decline(state.Arrival!, leg)],
        LegPhase.Releasing => [.. Ack(leg), Bye(leg)],
        LegPhase.Notifying => [.. Ack(leg), Notify(leg)],
        _ => [],
    };

    private const int Ringing = 180;
    private const int SessionProgress = 183;
    private const int Ok = 200;
    private const int Silence = 408;
    private const int NoWay = 503;

    private static IEnumerable<Duty> Progress(CallArrival arrival, Leg leg)
    {
        if (!Reliably.IsOwed(leg))
        {
            return [];
        }

        var (status, sdp) = CallMedia.HasEarlyMedia(arrival) ? (SessionProgress, leg.Sdp) : (Ringing, null);
        // Media that are acknowledged are not said again.
        var respond = new LegCommand.RespondToInvite(leg.Number, arrival.Seed!, leg.Dialog, status, leg.Reminders == 0 ? sdp : null) { RSeq = leg.WantsReliable ? Reliably.RSeq(leg) : null };
        var key = leg.Reminders == 0 ? Respond(leg, status) : string.Create(CultureInfo.InvariantCulture, $"respond/{status}/{leg.Reroutes}/{leg.Reminders}");
        return [Perform(leg, key, respond, failed: leg.WantsReliable ? new C.RecordPrackMissing(leg.Number) : null)];
    }

    private static IEnumerable<Duty> Remind(Leg leg)
    {
        if (leg.RemindAt is { } at)
        {
            yield return Wake(KeyOf("remind-due", leg.Number, leg.Reminders + 1), at, new C.Remind(leg.Number, leg.Reminders + 1));
        }
    }

    /// <summary>Repeated by the edge until the ACK is recorded, or its absence.</summary>
    private static Duty.Perform Answer(CallArrival arrival, Leg leg) => Perform(
        leg,
        Respond(leg, Ok),
        new LegCommand.RespondToInvite(leg.Number, arrival.Seed!, leg.Dialog, Ok, leg.Sdp),
        failed: new C.RecordAckMissing(leg.Number, arrival.Seed!.CSeq));

    private static Duty.Perform Decline(CallArrival arrival, Leg leg) => Perform(
        leg,
        Respond(leg, leg.Status),
        new LegCommand.RespondToInvite(leg.Number, arrival.Seed!, leg.Dialog, leg.Status, null),
        new C.ConfirmLegClosed(leg.Number),
        new C.ConfirmLegClosed(leg.Number));

    private static Duty.Perform Invite(CallArrival arrival, Leg leg) => Perform(
        leg,
        KeyOf("invite", leg.Number),
        new LegCommand.SendInvite(leg.Number, leg.Dialog, leg.Sdp, leg.Request!.RingUntil, leg.Request.Purpose == LegPurpose.Dialed ? Party.ShownIdentity(arrival) : Party.Identity(arrival))
        {
            Trunk = leg.Request.Trunk,
            HasOthers = leg.Request.Others.Count > 0,
            UserToUser = leg.Request.UserToUser,
            AutoAnswer = leg.Request.AutoAnswer,
        },
        failed: new C.RecordLegFailed(leg.Number, NoWay));

    /// <summary>Owed as long as a 2xx may be repeated; the caller's leg has none, its INVITE was not ours.</summary>
    private static IEnumerable<Duty> Ack(Leg leg) =>
        leg.Acknowledged is { } dialog ? [Perform(leg, KeyOf("ack", leg.Number), new LegCommand.SendAck(leg.Number, dialog, dialog.LocalCSeq))] : [];

    private static Duty.Perform Bye(Leg leg) => Perform(
        leg,
        KeyOf("bye", leg.Number),
        new LegCommand.SendBye(leg.Number, leg.Dialog, leg.Dialog.LocalCSeq, null),
        new C.ConfirmLegClosed(leg.Number),
        new C.ConfirmLegClosed(leg.Number));

    private static Duty.Perform Notify(Leg leg) => Perform(
        leg,
        KeyOf("notify", leg.Number),
        new LegCommand.SendNotify(leg.Number, leg.Dialog, leg.Dialog.LocalCSeq, leg.Refer ?? 0),
        new C.ConfirmNotified(leg.Number),
        new C.ConfirmNotified(leg.Number));

    private static IEnumerable<Duty> Audit(Leg leg)
    {
        var next = leg.Life.Number + 1;
        yield return Wake(KeyOf("audit-due", leg.Number, next), leg.Life.At + SilenceMax(leg), new C.Audit(leg.Number, next));
        if (leg.Life.Asked)
        {
            yield return Perform(
                leg,
                KeyOf("audit", leg.Number, leg.Life.Number),
                new LegCommand.SendAudit(leg.Number, leg.Dialog, leg.Dialog.LocalCSeq),
                new C.ConfirmAudit(leg.Number, leg.Life.Number),
                new C.RecordAuditFailed(leg.Number, leg.Life.Number));
        }
    }

    /// <summary>
    /// A session that its far end has not refreshed is asked after before it expires: "the minimum of 32 seconds and one third of the session interval"
    /// (RFC 4028 section 10). One that is still there has only forgotten its refresh, and is not hung up on.
    /// </summary>
    private static TimeSpan SilenceMax(Leg leg) =>
        leg.Session is { IsOurs: false, Seconds: var seconds } && TimeSpan.FromSeconds(seconds - Math.Min(32, seconds / 3)) is var refreshed && refreshed < AuditEvery ? refreshed : AuditEvery;

    private static IEnumerable<Duty> Refresh(Leg leg)
    {
        if (Refreshes.DueAt(leg) is { } at)
        {
            var next = leg.Life.Number + 1;
            yield return Wake(KeyOf("refresh-due", leg.Number, next), at, new C.Refresh(leg.Number, next));
        }
    }

    private static IEnumerable<Duty> Talk(Leg leg)
    {
        if (leg is { Talk: TalkOrder.Given, TalkIn: { } dialog })
        {
            yield return Perform(leg, KeyOf("talk", leg.Number), new LegCommand.SendTalk(leg.Number, dialog, dialog.LocalCSeq), new C.ConfirmTalk(leg.Number), new C.RecordTalkRefused(leg.Number));
        }
    }

    private static IEnumerable<Duty> Prack(Leg leg)
    {
        if (leg.Prack is { } prack)
        {
            yield return Perform(leg, KeyOf("prack", leg.Number, (int)prack.Dialog.LocalCSeq), new LegCommand.SendPrack(leg.Number, prack.Dialog, prack.RSeq, leg.Dialog.LocalCSeq));
        }
    }

    private static IEnumerable<Duty> Digits(Leg leg)
    {
        if (leg.Info is { } info)
        {
            // In the dialog as it was then: what changes in it later changes no byte.
            yield return Perform(
                leg,
                KeyOf("digits", leg.Number, (int)info.CSeq),
                new LegCommand.SendDigits(leg.Number, info.Dialog, info.CSeq, info.Digits),
                new C.RecordDigitsSent(leg.Number, info.CSeq, true),
                new C.RecordDigitsSent(leg.Number, info.CSeq, false));
        }
    }

    /// <summary>Another way of the INVITE, other bytes of its response.</summary>
    private static string Respond(Leg leg, int status) => leg.Reroutes == 0 ? KeyOf("respond", status) : KeyOf("respond", status, leg.Reroutes);

    /// <summary>In the dialog as it was when it was decided, so that what happens in it meanwhile changes no byte.</summary>
    private static IEnumerable<Duty> Reinvite(Leg leg)
    {
        if (leg.Move is { AgainAt: { } at } pausing)
        {
            yield return Wake(KeyOf("reinvite-due", leg.Number, (int)pausing.Dialog.LocalCSeq), at, new C.RetryReinvite(leg.Number, pausing.Dialog.LocalCSeq));
        }
        else if (leg.Move is { ByUpdate: true } update)
        {
            yield return Perform(leg, KeyOf("update", leg.Number, (int)update.Dialog.LocalCSeq), new LegCommand.SendUpdate(leg.Number, update.Dialog)
            {
                SessionSeconds = update.Session?.Seconds,
                SessionIsOurs = update.Session is { IsOurs: true },
            });
        }
        else if (leg.Move is { } move)
        {
            yield return Perform(leg, KeyOf("reinvite", leg.Number, (int)move.Dialog.LocalCSeq), new LegCommand.SendReinvite(leg.Number, move.Dialog, leg.Sdp)
            {
                SessionSeconds = move.Session?.Seconds,
                SessionIsOurs = move.Session is { IsOurs: true },
            });
        }
    }

    private static Duty.Perform Perform(Leg leg, string what, LegCommand command, C? done = null, C? failed = null) =>
        new(what, Port.Signalling, command, done, failed) { At = leg.Edge };

    private static Duty.Wake Wake(string what, DateTimeOffset at, C message) => new(what, at, message);

    private static string KeyOf(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}/{number}");

    private static string KeyOf(string what, int leg, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}/{leg}/{number}");
}
