using System.Collections.Immutable;
using CallCenter.Api.Journal;

namespace CallCenter.Api.Views;

/// <summary>What is committed and may be shown: the boards, and how far each shard has come. Written by the projector, read by everybody.</summary>
internal sealed class ViewHead
{
    private volatile Committed committed = new(Boards.Empty, ImmutableDictionary<int, long>.Empty);

    public Boards Boards => committed.Boards;

    /// <summary>Fires at each commit.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>True once the views had come as far as the journal was at start.</summary>
    public bool HasCaughtUp { get; set; }

    /// <summary>The last position of this shard that the views show.</summary>
    public long At(int shard) => committed.Positions.GetValueOrDefault(shard);

    public void Publish(Boards boards, IReadOnlyDictionary<int, long> checkpoints)
    {
        committed = new Committed(boards, committed.Positions.SetItems(checkpoints));
        Changed.Fire();
    }

    /// <summary>True as soon as the views show <paramref name="position"/>; false when they do not within <paramref name="timeMax"/>.</summary>
    public async ValueTask<bool> Reaches(Position position, TimeSpan timeMax, TimeProvider time, CancellationToken stop)
    {
        var until = time.GetUtcNow() + timeMax;
        while (true)
        {
            var changed = Changed.Next;
            if (committed.Positions.GetValueOrDefault(position.Shard) >= position.Value)
            {
                return true;
            }

            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await changed.WaitAsync(left, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
        }
    }

    private sealed record Committed(Boards Boards, ImmutableDictionary<int, long> Positions);
}

/// <summary>Wakes all who wait for the next time. Take <see cref="Next"/> first, then look, then wait: nothing is missed.</summary>
internal sealed class Pulse
{
    private volatile TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => next.Task;

    public void Fire() => Interlocked.Exchange(ref next!, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
