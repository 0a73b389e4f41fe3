using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Membership;

/// <summary>What a member says about its cluster. Warnings are for people: something is wrong, or somebody died.</summary>
internal static partial class MemberLog
{
    [LoggerMessage(LogEvents.MemberJoined, LogLevel.Information, "{Name} is a member of the cluster {Cluster} as incarnation {Incarnation}")]
    public static partial void Joined(this ILogger logger, string name, string cluster, long incarnation);

    [LoggerMessage(LogEvents.MemberJoinFailed, LogLevel.Warning, "Could not join ({Why}); it is tried again")]
    public static partial void JoinFailed(this ILogger logger, string why);

    [LoggerMessage(LogEvents.MemberNameInUse, LogLevel.Warning, "A process at {Address} is called {Name} too and holds its lease for {Seconds:0.0} s yet; waiting for its end")]
    public static partial void NameInUse(this ILogger logger, string name, string address, double seconds);

    [LoggerMessage(LogEvents.MemberNamesakeLives, LogLevel.Error, "The process at {Address} that is called {Name} too is alive: two processes must not have one name")]
    public static partial void NamesakeLives(this ILogger logger, string name, string address);

    [LoggerMessage(LogEvents.MemberFallen, LogLevel.Error, "Incarnation {Incarnation} stands no more: {Shards} shards are lost; joining again")]
    public static partial void Fallen(this ILogger logger, long incarnation, int shards);

    [LoggerMessage(LogEvents.MemberRenewalFailed, LogLevel.Warning, "The lease could not be renewed ({Why}); {Seconds:0.0} s since the last time")]
    public static partial void RenewalFailed(this ILogger logger, string why, double seconds);

    [LoggerMessage(LogEvents.MemberHeld, LogLevel.Error, "The lease is over ({Seconds:0.0} s): nothing is decided and nothing leaves until it is renewed")]
    public static partial void Held(this ILogger logger, double seconds);

    [LoggerMessage(LogEvents.MemberResumed, LogLevel.Information, "The lease stands: going on")]
    public static partial void Resumed(this ILogger logger);

    [LoggerMessage(LogEvents.MemberFrozen, LogLevel.Warning, "This process did not run for {Seconds:0.0} s")]
    public static partial void Frozen(this ILogger logger, double seconds);

    [LoggerMessage(LogEvents.MemberSuspended, LogLevel.Warning, "This machine slept for {Seconds:0.0} s")]
    public static partial void Suspended(this ILogger logger, double seconds);

    [LoggerMessage(LogEvents.MemberSuspected, LogLevel.Warning, "{Name} is suspected: {Why}")]
    public static partial void Suspected(this ILogger logger, string name, Suspicion why);

    [LoggerMessage(LogEvents.MemberEvicted, LogLevel.Warning, "{Name}, incarnation {Incarnation}, is evicted: {Why}")]
    public static partial void Evicted(this ILogger logger, string name, long incarnation, Suspicion why);

    [LoggerMessage(LogEvents.MemberGained, LogLevel.Information, "{Gained} shards are ours now, {Owned} in all")]
    public static partial void Gained(this ILogger logger, int gained, int owned);

    [LoggerMessage(LogEvents.MemberLost, LogLevel.Information, "{Lost} shards are another's now, {Owned} are left")]
    public static partial void Lost(this ILogger logger, int lost, int owned);

    [LoggerMessage(LogEvents.MemberNotTaken, LogLevel.Information, "{Shards} free shards could not be taken ({Why})")]
    public static partial void NotTaken(this ILogger logger, int shards, string why);

    [LoggerMessage(LogEvents.MemberHandedOver, LogLevel.Information, "{Shards} shards handed over to {Successor}")]
    public static partial void HandedOver(this ILogger logger, int shards, string successor);

    [LoggerMessage(LogEvents.MemberNotHandedOver, LogLevel.Warning, "{Shards} shards were not handed over to {Successor}: {Why}")]
    public static partial void NotHandedOver(this ILogger logger, int shards, string successor, string why);

    [LoggerMessage(LogEvents.MemberHandoverInDoubt, LogLevel.Warning, "Nobody knows whether {Shards} shards went over to {Successor} ({Why}); reading")]
    public static partial void HandoverInDoubt(this ILogger logger, int shards, string successor, string why);

    [LoggerMessage(LogEvents.MemberFencedOff, LogLevel.Warning, "The journal refused {Shards} of our shards; reading whose they are")]
    public static partial void FencedOff(this ILogger logger, int shards);

    [LoggerMessage(LogEvents.MemberLeaving, LogLevel.Information, "Leaving the cluster: {Shards} shards to hand over")]
    public static partial void Leaving(this ILogger logger, int shards);

    [LoggerMessage(LogEvents.MemberLeft, LogLevel.Information, "Left the cluster")]
    public static partial void Left(this ILogger logger);
}
