using System.Text.Json.Serialization;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What a call asks of the edge for one leg (<see cref="Port.Signalling"/>). Each holds all that is needed to build the bytes again, also by
/// another edge after a restart: tags, branch and CSeq are derived from it, so a repeat is a retransmission.
/// </summary>
public abstract record LegCommand(int Leg)
{
    /// <summary>
    /// Answer the INVITE that made this leg. 101–199 once; a 2xx until the ACK is recorded (RFC 3261 13.3.1.4; after 64·T1
    /// <see cref="CallCommand.RecordAckMissing"/>); 300–699 until ACKed or timer H, then done.
    /// </summary>
    public sealed record RespondToInvite(int Leg, InviteSeed Seed, Dialog Dialog, int Status, SdpSpec? Sdp) : LegCommand(Leg)
    {
        /// <summary>
        /// A provisional response of this number that asks for a PRACK (RFC 3262): repeated until that is recorded, or failed after 64·T1. Null: it asks for none.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? RSeq { get; init; }
    }

    /// <summary>
    /// Send the INVITE and report <see cref="CallCommand.RecordProgress"/>, then exactly one of <see cref="CallCommand.RecordAnswer"/> and
    /// <see cref="CallCommand.RecordLegFailed"/>. At <paramref name="RingUntil"/> the edge cancels by itself.
    /// The identity is asserted in From and P-Asserted-Identity (RFC 3325).
    /// </summary>
    public sealed record SendInvite(int Leg, Dialog Dialog, SdpSpec Sdp, DateTimeOffset RingUntil, string? AssertedIdentity) : LegCommand(Leg)
    {
        /// <summary>The trunk that it goes out by, whose limit holds; null: none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public string? Trunk { get; init; }

        /// <summary>There is another way if this one is silent: it is not waited for long.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool HasOthers { get; init; }

        /// <summary>User-to-User (RFC 7433); null: none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public string? UserToUser { get; init; }

        /// <summary>The phone is to answer by itself, and is told so in these words.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public AutoAnswer AutoAnswer { get; init; }
    }

    /// <summary>
    /// Send an INVITE within the dialog (RFC 3261 section 14), numbered <see cref="Dialog.LocalCSeq"/>, acknowledge its 2xx, and report exactly one of
    /// <see cref="CallCommand.RecordReinviteAnswer"/> and <see cref="CallCommand.RecordReinviteFailed"/>.
    /// </summary>
    public sealed record SendReinvite(int Leg, Dialog Dialog, SdpSpec Sdp) : LegCommand(Leg)
    {
        /// <summary>The session interval that it asks for (RFC 4028), in seconds; null: none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        /// <summary>We refresh it; else the far end.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>
    /// Send an UPDATE without an offer (RFC 3311), numbered <see cref="Dialog.LocalCSeq"/>, and report as of <see cref="SendReinvite"/>.
    /// </summary>
    public sealed record SendUpdate(int Leg, Dialog Dialog) : LegCommand(Leg)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>Cancel the INVITE (RFC 3261 9.1: not before a provisional response). Its end comes as an answer or failure of the INVITE.</summary>
    public sealed record SendCancel(int Leg, Dialog Dialog) : LegCommand(Leg);

    /// <summary>Acknowledge the 2xx; the edge repeats it for each repeated 2xx.</summary>
    public sealed record SendAck(int Leg, Dialog Dialog, uint CSeq) : LegCommand(Leg);

    /// <summary>End the dialog with a BYE of this CSeq. Done at any final response; failed after 64·T1.</summary>
    public sealed record SendBye(int Leg, Dialog Dialog, uint CSeq, string? Reason) : LegCommand(Leg);

    /// <summary>
    /// Tell the sender of the REFER of CSeq <paramref name="Refer"/> that it was done (RFC 3515 section 2.4.5), and that no more will be told.
    /// Done at any final response; failed after 64·T1.
    /// </summary>
    public sealed record SendNotify(int Leg, Dialog Dialog, uint CSeq, uint Refer) : LegCommand(Leg);

    /// <summary>
    /// Tell the ringing phone to answer: NOTIFY of the event <c>talk</c> in the early dialog. Done: it takes it (2xx); failed: it does not.
    /// </summary>
    public sealed record SendTalk(int Leg, Dialog Dialog, uint CSeq) : LegCommand(Leg);

    /// <summary>Acknowledge the provisional response <paramref name="RSeq"/> to our INVITE of this CSeq (RFC 3262). Done at any final response; failed after 64·T1.</summary>
    public sealed record SendPrack(int Leg, Dialog Dialog, uint RSeq, uint Invite) : LegCommand(Leg);

    /// <summary>
    /// Send each digit as INFO (<c>application/dtmf-relay</c>), one after the other, the first with <paramref name="CSeq"/> and each next one with the next.
    /// Done: all were taken; failed: one was not, and none was sent behind it.
    /// </summary>
    public sealed record SendDigits(int Leg, Dialog Dialog, uint CSeq, string Digits) : LegCommand(Leg);

    /// <summary>Ask in-dialog whether the far side still knows the dialog (OPTIONS). Done: it does; failed: 481, 408 or silence.</summary>
    public sealed record SendAudit(int Leg, Dialog Dialog, uint CSeq) : LegCommand(Leg);
}
