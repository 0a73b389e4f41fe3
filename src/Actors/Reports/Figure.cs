namespace CallCenter.Actors.Reports;

/// <summary>
/// What is added up of facts, by subject and quarter of an hour (docs/reports.md). Counts, and times in milliseconds. Written in view rows: a number
/// never changes its meaning within a version of the views. Numbers of the same thing are together, because rows hold them in order.
/// </summary>
public enum Figure : short
{
    // queue stays, by the quarter in which they entered or left (FigureOf.Queue, FigureOf.QueueLeft)
    Entered = 1,

    /// <summary>Turned away at the door: never entered.</summary>
    Refused = 2,
    Answered = 3,
    AbandonedWaiting = 4,
    AbandonedRinging = 5,
    OverflowedToQueue = 6,
    OverflowedToNumber = 7,
    Withdrawn = 8,
    Redirected = 9,
    Lost = 10,

    /// <summary>Turned away after it had waited.</summary>
    RefusedAfterEntry = 11,

    /// <summary>Within the queue's own service level, as that was then.</summary>
    AnsweredWithin = 12,

    /// <summary>Of the abandoned: so soon that the queue, as it was then, counts it as short.</summary>
    ShortAbandoned = 13,
    WaitOfAnswered = 14,
    WaitOfAbandoned = 15,

    /// <summary>Of stays that left otherwise.</summary>
    WaitOfOthers = 16,

    // who waited when the quarter began (FigureOf.Waiting); reports make of it what each of their intervals begins and ends with
    CarriedIn = 17,
    CarriedOut = 18,

    // agent segments, by the quarter in which their wrap-up ended
    Segments = 30,
    Transferred = 31,
    Talk = 32,
    Hold = 33,
    WrapUp = 34,

    /// <summary>The agent asked, or was asked, and did not have the caller.</summary>
    Consult = 35,

    // offers that agents were held for, by the quarter in which they ended
    Offers = 40,
    OffersAnswered = 41,
    OffersMissed = 42,
    OffersDeclined = 43,
    OffersUnreachable = 44,
    OffersCallerHungUp = 45,
    OffersOtherwise = 46,

    /// <summary>From the reservation to the end of the offer.</summary>
    OfferTime = 47,

    // what agents did, by the quarter in which they did it
    SignIns = 60,
    Ready = 61,
    NotReady = 62,
    Reserved = 63,
    Ringing = 64,
    Talking = 65,
    Holding = 66,
    WrappingUp = 67,
    Error = 68,

    /// <summary>Somebody outside is called, and has not answered.</summary>
    Dialing = 69,

    // calls, by the quarter in which they arrived
    Calls = 80,
    CallsQueued = 81,
    CallsAnswered = 82,
    CallsAbandoned = 83,
    CallsReleased = 84,
    CallsTransferredOut = 85,
    CallsRefused = 86,
    CallsLost = 87,
    CallsOtherwise = 88,

    /// <summary>From the first entry into a queue to the first answer by an agent, across all queues.</summary>
    WaitOfCallsAnswered = 89,
    WaitOfCallsAbandoned = 90,

    // lines of trunks that were answered, by the quarter in which they ended; times as contracts round them each for itself (Billing)
    TrunkCallsIn = 100,
    TrunkTimeIn = 101,
    BilledIn = 102,
    TrunkCallsOut = 110,
    TrunkTimeOut = 111,
    BilledOut = 112,

    // the longest: of these the maximum is kept, not the sum
    LongestWait = 200,
    LongestTalk = 201,
    LongestCallWait = 202,

    // the most at a full minute; reports make them of the minutes below
    PeakCalls = 203,
    PeakSeats = 204,
    PeakChannels = 205,

    // histograms (Waits): each has Waits.Buckets numbers from here on
    AnsweredWaits = 1_000,
    AbandonedWaits = 1_300,
    HandleTimes = 1_600,
    CallWaits = 1_900,

    // how many there were at each full minute of the quarter, 15 numbers each (FigureOf.Peak)
    CallMinutes = 2_200,
    SeatMinutes = 2_220,
    ChannelMinutes = 2_240,
}

/// <summary>Whose figures. Written in view rows.</summary>
public enum FigureOf
{
    /// <summary>Stays by entry (the cohort), segments and offers of the queue.</summary>
    Queue = 1,

    /// <summary>Stays by when they left; entries by when they entered.</summary>
    QueueLeft = 2,
    Agent = 3,
    Team = 4,

    /// <summary>Calls of a number that was dialled.</summary>
    Number = 5,

    /// <summary>Not ready, by agent and reason: <c>agent/reason</c>.</summary>
    Reason = 6,

    /// <summary>What an agent did for a queue: <c>queue/agent</c>.</summary>
    Pair = 7,

    /// <summary>What agents did who were at this site then.</summary>
    Site = 8,

    /// <summary>Calls by the site where they came in.</summary>
    CallSite = 9,

    /// <summary>Stays that waited when the quarter began, by queue. Of quarters only: a moment does not add up.</summary>
    Waiting = 10,

    /// <summary>What there was at each full minute, of the tenant (no subject) and by trunk. Of quarters only.</summary>
    Peak = 11,

    /// <summary>Lines of a trunk.</summary>
    Trunk = 12,
}
