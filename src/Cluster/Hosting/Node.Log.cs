using CallCenter.Actors;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Hosting;

/// <summary>What a node says about its actors. Behaviours do not log: every stored event is logged here, without its content.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(LogEvents.EventStored, LogLevel.Trace, "{Stream} {Version}: {Tag} at {Shard}:{Position}")]
    public static partial void EventStored(this ILogger logger, ActorId stream, long version, string tag, int shard, long position);

    [LoggerMessage(LogEvents.BatchFailed, LogLevel.Error, "A batch was not written ({Why}): {Entries} decisions never happened, {Shards} shards given up")]
    public static partial void BatchFailed(this ILogger logger, string why, int entries, int shards);

    [LoggerMessage(LogEvents.BatchInDoubt, LogLevel.Warning, "Nobody knows whether a batch was written ({Why}); it is sent again, attempt {Attempt}")]
    public static partial void BatchInDoubt(this ILogger logger, string why, int attempt);

    [LoggerMessage(LogEvents.ActorCrashed, LogLevel.Error, "{Actor} crashed on {Command}")]
    public static partial void ActorCrashed(this ILogger logger, Exception bug, ActorId actor, string command);

    [LoggerMessage(LogEvents.ActorImpaired, LogLevel.Critical, "{Actor} crashed twice and is impaired: it refuses everything for a while, others go on")]
    public static partial void ActorImpaired(this ILogger logger, ActorId actor);

    [LoggerMessage(LogEvents.LoadFailed, LogLevel.Error, "The stream of {Actor} could not be read; it is tried again")]
    public static partial void LoadFailed(this ILogger logger, Exception failure, ActorId actor);

    [LoggerMessage(LogEvents.TagUnknown, LogLevel.Warning, "Tag {Tag} of {Actor}, version {Version}, is unknown to this program: skipped")]
    public static partial void TagUnknown(this ILogger logger, string tag, ActorId actor, long version);

    [LoggerMessage(LogEvents.SnapshotNotKept, LogLevel.Warning, "The state of {Actor} could not be kept beside its stream, or is too large; more like it are not told")]
    public static partial void SnapshotNotKept(this ILogger logger, Exception? failure, ActorId actor);

    [LoggerMessage(LogEvents.SnapshotIgnored, LogLevel.Warning, "The kept state of {Actor} is not used ({Why}): its stream is read whole")]
    public static partial void SnapshotIgnored(this ILogger logger, Exception? failure, ActorId actor, string why);

    [LoggerMessage(LogEvents.PerformerFailed, LogLevel.Error, "Performing {Key} of {Actor} threw; it is repeated")]
    public static partial void PerformerFailed(this ILogger logger, Exception failure, ActorId actor, string key);

    [LoggerMessage(LogEvents.NotUnderstood, LogLevel.Error, "{Actor} does not understand {Command} from {From}: refused")]
    public static partial void NotUnderstood(this ILogger logger, ActorId actor, string command, ActorId from);

    [LoggerMessage(LogEvents.NotCarried, LogLevel.Error, "A message to {To} could not be carried: is it in the contracts?")]
    public static partial void NotCarried(this ILogger logger, Exception failure, ActorId to);

    [LoggerMessage(LogEvents.CancelFailed, LogLevel.Error, "A port threw when its duty ended")]
    public static partial void CancelFailed(this ILogger logger, Exception failure);

    [LoggerMessage(LogEvents.AcquireFailed, LogLevel.Error, "What a shard holds could not be read; it is tried again")]
    public static partial void AcquireFailed(this ILogger logger, Exception failure);

    [LoggerMessage(LogEvents.Recovered, LogLevel.Information, "Recovered: {Residents} actors are back, {Duties} timers are set")]
    public static partial void Recovered(this ILogger logger, int residents, int duties);

    [LoggerMessage(LogEvents.LoopFailed, LogLevel.Critical, "The loop of the node failed: this is a bug of the engine, the process must be started again")]
    public static partial void LoopFailed(this ILogger logger, Exception bug);

    [LoggerMessage(LogEvents.Stopped, LogLevel.Information, "Stopped; {Undurable} decisions were left undurable")]
    public static partial void Stopped(this ILogger logger, int undurable);

    [LoggerMessage(LogEvents.ShardsLost, LogLevel.Critical, "Another process owns {Shards} of our shards now")]
    public static partial void ShardsLost(this ILogger logger, int shards);
}
