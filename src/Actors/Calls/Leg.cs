using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;

namespace CallCenter.Actors.Calls;

/// <summary>Where a leg is in its life. Legs that are over are not kept.</summary>
public enum LegPhase
{
    /// <summary>The INVITE has no final response: the caller's from us, ours from the phone.</summary>
    Inviting = 1,

    /// <summary>Our INVITE is no longer wanted; its final response is still due.</summary>
    Cancelling = 2,

    /// <summary>The caller gets our 2xx until it acknowledges.</summary>
    Answered = 3,

    Established = 4,

    /// <summary>The caller gets a final response of <see cref="Leg.Status"/>.</summary>
    Declining = 5,

    /// <summary>Our 2xx is not acknowledged and the call is over: no BYE before the ACK, or its absence (RFC 3261 section 15).</summary>
    Closing = 6,

    /// <summary>Our BYE is on its way.</summary>
    Releasing = 7,

    /// <summary>It gave the caller away by REFER, and hears that this was done; our BYE comes after it.</summary>
    Notifying = 8,
}

/// <summary>
/// One leg and its dialog (RFC 3261 section 12), as a successor needs it. Leg 0 is the caller's; agents' and outside legs have a <see cref="Request"/>.
/// </summary>
public sealed record Leg
{
    public const int Caller = 0;

    /// <summary>Ways of one INVITE that are taken up: a proxy has few edges to try.</summary>
    public const int ReroutesMax = 8;

    public required int Number { get; init; }

    public LegPhase Phase { get; init; } = LegPhase.Inviting;

    /// <summary>The dialog as it is now, both CSeqs included.</summary>
    public required Dialog Dialog { get; init; }

    /// <summary>What our side said last.</summary>
    public required SdpSpec Sdp { get; init; }

    /// <summary>What the far end said last.</summary>
    public MediaPeer? Peer { get; init; }

    public LegRequest? Request { get; init; }

    /// <summary>Its INVITE came to us; else it is ours.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>The edge whose sockets lead to the far end: where the caller's INVITE came in, or where the phone registered.</summary>
    public required string Edge { get; init; }

    /// <summary>A provisional response came from the phone, or is owed to the caller.</summary>
    public bool Rang { get; init; }

    /// <summary>The final response that a declined caller gets.</summary>
    public int Status { get; init; }

    /// <summary>When cancelling began.</summary>
    public DateTimeOffset CancelledAt { get; init; }

    /// <summary>The dialog as the 2xx to our INVITE made it: our ACK is sent in it, whatever a re-INVITE changes later.</summary>
    public Dialog? Acknowledged { get; init; }

    /// <summary>CSeq of the last re-INVITE that was taken.</summary>
    public uint? Reinvite { get; init; }

    /// <summary>Our 2xx carried an offer; the ACK of this CSeq brings the answer.</summary>
    public uint? AnswerDue { get; init; }

    /// <summary>The interval within which its session is refreshed; null: none is agreed.</summary>
    public LegSession? Session { get; init; }

    /// <summary>CSeq of the last UPDATE that was taken.</summary>
    public uint? Update { get; init; }

    /// <summary>The Contact that an UPDATE brought before the dialog was confirmed; null: none.</summary>
    public string? Retarget { get; init; }

    /// <summary>CSeq of the REFER that was taken.</summary>
    public uint? Refer { get; init; }

    public SignOfLife Life { get; init; }

    /// <summary>What the ringing phone said of the dialog to be.</summary>
    public EarlyDialog? Early { get; init; }

    public TalkOrder Talk { get; init; }

    /// <summary>The dialog in which it was told to answer; null: it was not.</summary>
    public Dialog? TalkIn { get; init; }

    /// <summary>Requests of ours while it rings: each has a CSeq behind that of the INVITE.</summary>
    public uint EarlyRequests { get; init; }

    /// <summary>Our PRACK of its last provisional response; null: it asked for none.</summary>
    public LegPrack? Prack { get; init; }

    /// <summary>Its INVITE requires that our provisional responses are acknowledged (RFC 3262).</summary>
    public bool WantsReliable { get; init; }

    /// <summary>CSeq of its last PRACK.</summary>
    public uint? Pracked { get; init; }

    /// <summary>Provisional responses after the first, while it waits on.</summary>
    public int Reminders { get; init; }

    /// <summary>The last one is acknowledged, and the next is due then; null: it is not.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>Digits on their way as INFO; null: none.</summary>
    public InfoDigits? Info { get; init; }

    /// <summary>Our re-INVITE or UPDATE, until it is answered or given up.</summary>
    public LegMove? Move { get; init; }

    /// <summary>How often the caller's INVITE came another way; at most <see cref="ReroutesMax"/>.</summary>
    public int Reroutes { get; init; }

    /// <summary>Hold as the far end asks for it (RFC 3264 section 8.4): it does not want to hear the other side.</summary>
    public bool Holds => Peer is { Direction: MediaDirection.SendOnly or MediaDirection.Inactive };

    /// <summary>Section 12.2.2. Until its first request the CSeq of a phone that we called is not known (section 12.1.2).</summary>
    public bool GoesBack(uint cseq) => cseq <= Update || cseq <= Pracked || ((IsIncoming || Reinvite is not null) && cseq <= Dialog.RemoteCSeq);

    /// <summary>A dialog that both sides may use.</summary>
    public bool IsUp => Phase is LegPhase.Answered or LegPhase.Established;
}

/// <summary>Why a leg is there, and until when it rings.</summary>
public sealed record LegRequest(LegPurpose Purpose, OfferId? Offer, ActorId? Queue, ActorId? Agent, DateTimeOffset RingUntil)
{
    /// <summary>The trunk that it goes out by; null: none that is known.</summary>
    public string? Trunk { get; init; }

    /// <summary>The ways that are left if this one fails, the next one first.</summary>
    public EquatableArray<TrunkWay> Others { get; init; } = [];

    /// <summary>What the call had for it when it was asked (<see cref="Calls.UserToUser"/>): what is attached later goes with later ones.</summary>
    public string? UserToUser { get; init; }

    public AutoAnswer AutoAnswer { get; init; }
}

/// <summary>The last time the far end was heard of, counted; <paramref name="Asked"/>: it is being asked right now.</summary>
public readonly record struct SignOfLife(int Number, DateTimeOffset At, bool Asked)
{
    /// <summary>The question before got no answer.</summary>
    public bool IsRepeated { get; init; }

    public SignOfLife Heard(DateTimeOffset at) => new(Number + 1, at, false);
}
