using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Cluster;
using CallCenter.Telephony;

namespace CallCenter.Api.Composition;

/// <summary>
/// Core → edge in one process: duties go to signalling and media. What recovery asks for before the edge listens is held and carried out at
/// <see cref="Open"/>, so that every port of a call that lives is claimed before a new call is given one.
/// </summary>
internal sealed partial class EdgePerformer(ILogger<EdgePerformer> log) : IPerformer
{
    private readonly Lock gate = new();
    private List<Asked>? held = [];
    private ILegs? legs;
    private IMedia? media;

    public void Open(ILegs edgeLegs, IMedia edgeMedia)
    {
        List<Asked> before;
        lock (gate)
        {
            (legs, media) = (edgeLegs, edgeMedia);
            (before, held) = (held ?? [], null);
        }

        foreach (var asked in before)
        {
            Carry(asked);
        }
    }

    public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        var asked = new Asked(owner, duty, completed, dutyEnded);
        lock (gate)
        {
            if (held is not null)
            {
                held.Add(asked);
                return;
            }
        }

        Carry(asked);
    }

    /// <summary>To tell the engine is only to post: it is done on the thread the port ended on, none of the pool is woken for it.</summary>
    private void Carry(Asked asked) => Begin(asked).ContinueWith(
        ended => asked.Completed(OutcomeOf(asked, ended)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private Task<bool> Begin(Asked asked)
    {
        try
        {
            return asked.DutyEnded.IsCancellationRequested ? Task.FromCanceled<bool>(asked.DutyEnded) : Port(asked);
        }
        catch (Exception failure)
        {
            return Task.FromException<bool>(failure);
        }
    }

    private PerformOutcome OutcomeOf(Asked asked, Task<bool> ended)
    {
        if (ended.IsCompletedSuccessfully)
        {
            return ended.Result ? PerformOutcome.Done : PerformOutcome.Failed;
        }

        // Cancelled: no longer owed, or the edge is closing; the engine knows which.
        if (ended.Exception?.InnerException is { } failure and not OperationCanceledException)
        {
            LogFailed(log, failure, asked.Owner, asked.Duty.Key);
        }

        return PerformOutcome.Again;
    }

    private Task<bool> Port(Asked asked) => asked.Duty.Command switch
    {
        LegCommand leg => legs!.Perform(asked.Owner, asked.Duty.Key, asked.Duty.At, leg, asked.DutyEnded),
        PhoneProbe probe => legs!.Probe(asked.Owner, asked.Duty.Key, probe, asked.DutyEnded),
        MediaDesired desired => media!.Apply(asked.Owner, desired, asked.DutyEnded),
        MediaClosed closed => media!.Free(closed.Slot, asked.DutyEnded),
        var other => throw new InvalidOperationException($"no port performs {other.GetType()}"),
    };

    private sealed record Asked(ActorId Owner, Duty.Perform Duty, Action<PerformOutcome> Completed, CancellationToken DutyEnded);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "{Owner}: {Key} failed and is tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure, ActorId owner, string key);
}
