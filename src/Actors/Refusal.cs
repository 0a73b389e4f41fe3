namespace CallCenter.Actors;

/// <summary>Why a command was refused. Data, expected, part of the protocol. Append only.</summary>
public enum Refusal
{
    None = 0,

    // engine
    MailboxFull = 1,
    LaneFull = 2,
    Impaired = 3,

    // call
    CallUnknown = 20,
    CallEnded = 21,
    CallExists = 22,
    LegUnknown = 23,
    DialogMismatch = 24,
    CSeqTooLow = 25,
    OfferInProgress = 26,
    OfferIsStale = 27,
    AlreadyAnswered = 28,
    MediaNotAcceptable = 29,
    RequestPending = 30,
    ValueNotAcceptable = 31,
    AttachedDataFull = 32,

    /// <summary>The caller does not talk to who wants to give it away, or where it should go takes no call of this kind.</summary>
    TransferNotPossible = 33,

    /// <summary>The caller does not talk in the agent's segment that is named: not yet, or not any more.</summary>
    NotTheAgentsCall = 34,

    /// <summary>The agent's phone holds the call, and only it can retrieve it.</summary>
    HeldByPhone = 35,

    /// <summary>The ringing phone takes no order to answer.</summary>
    PhoneCannotAnswer = 36,

    /// <summary>No agent was connected in the segment that is named.</summary>
    SegmentUnknown = 37,

    /// <summary>The summary was written so long ago that it is not changed any more.</summary>
    SummaryClosed = 38,

    /// <summary>An offer of the far end has no answer of ours yet, and it makes another.</summary>
    OfferNotAnswered = 39,

    // queue
    QueueNotConfigured = 40,
    QueueFull = 41,
    StayUnknown = 42,
    StayEnded = 43,

    // agent
    AgentNotConfigured = 60,
    AgentNotReady = 61,
    AgentSignedOut = 62,
    AgentBusy = 63,
    PhoneUnreachable = 64,
    PhoneNotConfigured = 65,
    ReasonUnknown = 66,
    SeatTaken = 67,

    /// <summary>More contacts in one REGISTER than a phone may have.</summary>
    TooManyContacts = 68,

    /// <summary>The agent owes the summary of its last contact, and is not ready before it is written.</summary>
    SummaryMissing = 69,

    /// <summary>The reason is rationed, and the agent was given no break.</summary>
    BreakNotGiven = 70,

    // configuration
    ConfigurationInvalid = 80,
    VersionConflict = 81,
    TenantUnknown = 82,
    RemovedFromConfiguration = 83,

    // floor

    /// <summary>As many agents of the team as may are on a break.</summary>
    BreakQuotaFull = 100,

    /// <summary>The team does not ration this reason: nobody has to ask.</summary>
    BreakNotRationed = 101,

    /// <summary>No such alarm is open.</summary>
    AlarmUnknown = 102,

    /// <summary>So many alarms are open that one more would say nothing.</summary>
    AlarmsFull = 103,
}

public static class Refusals
{
    /// <summary>The engine's own: the actor has not seen the command, so this is no answer of it. Asked again, it may well say yes.</summary>
    public static bool IsOfTheEngine(this Refusal reason) => reason is Refusal.MailboxFull or Refusal.LaneFull or Refusal.Impaired;
}
