using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Api.Queues;

/// <summary>An expected wait in the range that callers are told. <paramref name="ToMs"/> null: it has no end.</summary>
internal sealed record ExpectedWaitItem(long FromMs, long? ToMs)
{
    /// <summary>Null: it is unknown.</summary>
    public static ExpectedWaitItem? Of(TimeSpan? expected) =>
        expected is { } wait ? new(Milliseconds(WaitRanges.Of(wait).From()), WaitRanges.Of(wait).To() is { } to ? Milliseconds(to) : null) : null;

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
