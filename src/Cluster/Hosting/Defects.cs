#if PLANTED
namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Defects that real call centers have shipped, one switch each; absent from Release builds. A test suite or a simulation that does not find
/// one of them is not good enough. "append without expected version" is a switch of the simulated store.
/// </summary>
[Flags]
public enum Defects
{
    None = 0,

    /// <summary>Answers, performs and events leave as soon as they are decided.</summary>
    ReleaseBeforeDurable = 1,

    /// <summary>When a batch fails, entries behind it stay and are written.</summary>
    LaterBatchSurvives = 2,

    /// <summary>The last of the keys that an event touches is not looked at.</summary>
    TouchedKeysMissed = 4,

    /// <summary>Recovered actors start no duties.</summary>
    DutiesNotRestarted = 8,

    /// <summary>A message to another actor is sent once.</summary>
    FireAndForget = 16,

    /// <summary>Answers without events leave without asking the fence.</summary>
    AnswersNotFenced = 32,

    /// <summary>A message to an actor of another node leaves before the decision that it rests on is durable.</summary>
    ParcelBeforeDurable = 64,

    /// <summary>A node whose lease may be over goes on as before.</summary>
    HoldIgnored = 128,

    /// <summary>Decisions and timers go by the time of day of the machine.</summary>
    TimersOnWallTime = 256,

    /// <summary>Who has duties is written after the events, in an append of its own.</summary>
    LiveSetApart = 512,

    /// <summary>What is kept beside a stream is the state as decided, durable or not.</summary>
    SnapshotAboveMark = 1024,
}
#endif
