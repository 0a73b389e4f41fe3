namespace CallCenter.Cluster.Links.Wire;

/// <summary>The first byte of each frame. Spoken between versions: append only. Unknown kinds are skipped.</summary>
internal enum FrameKind : byte
{
    /// <summary>The first frame of both sides: <see cref="Hello"/>.</summary>
    Hello = 1,

    /// <summary>The last frame of a side: a <see cref="Farewell"/>.</summary>
    Farewell = 2,

    /// <summary>The caller's word, after both hellos, that it is still there: from then on the link stands. Nothing else in it.</summary>
    Agreed = 3,

    Ask = 10,
    Reply = 11,
    NotHere = 12,
    CarriedRequest = 20,
    CarriedReply = 21,
    Perform = 30,
    PerformEnded = 31,
    Performed = 32,
    Committed = 40,
    Heads = 41,
    Probe = 50,
    Probed = 51,
    ProbeFor = 52,
    ProbedFor = 53,
    Owned = 60,
    CannotRenew = 61,
    Vacated = 62,
    VacatedHeard = 63,
}

/// <summary>The ways an answer goes, on the wire: append only.</summary>
internal enum AnswerKind : byte
{
    Answered = 1,
    Refused = 2,
    Unknown = 3,
    NotHere = 4,
}
