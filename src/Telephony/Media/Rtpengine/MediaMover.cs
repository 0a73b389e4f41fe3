using System.Collections.Concurrent;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// Gives calls whose media server is gone a session on another, and tells them of it; each call then tells both its phones. So many a second and no
/// more: each is two INVITEs, and the phones of a whole center answer them.
/// </summary>
public sealed partial class MediaMover : IDisposable
{
    /// <summary>Calls that are moved a second: a thousand are through in ten seconds.</summary>
    public const int PerSecond = 100;

    /// <summary>Calls that wait to be moved.</summary>
    public const int WaitingMax = 50_000;

    /// <summary>Calls that are being told at once: a few that cannot be reached hold up none of the others.</summary>
    public const int AtOnceMax = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.0 / PerSecond);
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan NowhereAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellMax = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<LostSession> lost = new();
    private readonly SemaphoreSlim waiting = new(0);
    private readonly SemaphoreSlim room = new(AtOnceMax);
    private readonly CancellationTokenSource closing = new();
    private readonly RtpengineMedia media;
    private readonly ISignals signals;
    private readonly TimeProvider time;
    private readonly ILogger log;

    public MediaMover(RtpengineMedia media, ISignals signals, TimeProvider time, ILogger<MediaMover> log)
    {
        (this.media, this.signals, this.time, this.log) = (media, signals, time, log);
        media.Lost += Take;
        _ = Work();
    }

    public void Dispose()
    {
        media.Lost -= Take;
        closing.Cancel();
        closing.Dispose();
        waiting.Dispose();
        room.Dispose();
    }

    private void Take(LostSession session)
    {
        if (lost.Count >= WaitingMax)
            return;
        lost.Enqueue(session);
        waiting.Release();
    }

    private async Task Work()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await waiting.WaitAsync(closing.Token).ConfigureAwait(false);
                await room.WaitAsync(closing.Token).ConfigureAwait(false);
                if (lost.TryDequeue(out var session))
                    _ = MoveOne(session);
                await Task.Delay(Pause, time, closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
        {
            // Closing.
        }
    }

    private async Task MoveOne(LostSession session)
    {
        try
        {
            await Move(session).ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
        catch (Exception failure)
        {
            // Of one call: the others are moved all the same.
            WasNotMoved(session.Call, failure);
        }

        room.Release();
    }

    /// <summary>Not if its instance came back meanwhile and has it still (Redis): then it was told again what to do, and nobody's phone need hear of it.</summary>
    private async Task Move(LostSession session)
    {
        if (!media.IsLost(session.Slot))
            return;
        if (await media.Allocate(session.Call.Key).ConfigureAwait(false) is not { } to)
        {
            NowhereToGo(session.Call);
            // Whoever comes back or is put up in its place takes it, and all that wait behind it.
            Take(session);
            await Task.Delay(NowhereAgainAfter, time, closing.Token).ConfigureAwait(false);
            return;
        }

        var answer = await Tell(session, to).ConfigureAwait(false);
        media.Leave(session.Slot);
        // It is over, or was moved by another edge.
        if (answer is not SignalAnswer.Answered { Reply: ArrivalReply reply } || reply.Slot != to)
            await FreeOrLeave(to).ConfigureAwait(false);
    }

    private async Task FreeOrLeave(MediaSlot slot)
    {
        try
        {
            await media.Free(slot, closing.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            media.Leave(slot);
        }
    }

    private async Task<SignalAnswer> Tell(LostSession session, MediaSlot to)
    {
        while (true)
        {
            var answer = await signals.Tell(session.Call, new CallCommand.MoveMedia(session.Slot.Lease, to), TellMax).ConfigureAwait(false);
            if (answer is not SignalAnswer.Unknown)
                return answer;
            await Task.Delay(TellAgainAfter, time, closing.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Call} could not be moved to another media session")]
    private partial void WasNotMoved(ActorId call, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Call} cannot be given another media session: no rtpengine takes one")]
    private partial void NowhereToGo(ActorId call);
}

/// <summary>A session of this call that its media server has no more, or that is on one that is gone.</summary>
public sealed record LostSession(ActorId Call, MediaSlot Slot);
