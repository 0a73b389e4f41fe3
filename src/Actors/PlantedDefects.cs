#if PLANTED
namespace CallCenter.Actors;

/// <summary>Defects of known call centers, planted in the behaviours on purpose to prove that the simulation finds them. Absent from Release builds.</summary>
[Flags]
public enum Planted
{
    None = 0,

    /// <summary>The call takes the answer of any of its legs, also of one whose ringing it took back.</summary>
    AcceptanceByCallOnly = 1,

    /// <summary>The agent believes itself connected as soon as its phone rings, without the call's word.</summary>
    AgentConnectsItself = 2,

    /// <summary>A reservation has no end of its own, and a refused Ring does not release it.</summary>
    ReservationWithoutEnd = 4,

    /// <summary>The queue believes any report of readiness, however old. Wastes offers, breaks no rule.</summary>
    ReadinessWithoutEpoch = 8,

    /// <summary>An answer does not take back what else rings for the call.</summary>
    LosersRingOn = 16,

    /// <summary>An answer in one queue leaves the call waiting in its others.</summary>
    WaitsOnElsewhere = 32,

    /// <summary>An agent who chooses between its queues takes what came last, whatever it should choose by.</summary>
    LastOfferWins = 64,

    /// <summary>Where phones ring together, who becomes free joins a call that rings already before one that rings nowhere.</summary>
    JoinsBeforeOthersRing = 128,

    /// <summary>Of the calls that need the same, the one that came last is served first.</summary>
    LastComeFirstServed = 256,

    /// <summary>A caller is told its place as it is, also when it was told a better one before.</summary>
    WorsePositionTold = 512,
}

/// <summary>The defects in force on this thread: the simulator runs one seed a thread.</summary>
public static class PlantedDefects
{
    [ThreadStatic]
    private static Planted current;

    public static Planted Current
    {
        get => current;
        set => current = value;
    }

    public static bool Has(Planted defect) => (current & defect) != 0;
}
#endif
