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
            _ = Carry(asked);
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

        _ = Carry(asked);
    }

    private async Task Carry(Asked asked)
    {
        var outcome = PerformOutcome.Again;
        try
        {
            asked.DutyEnded.ThrowIfCancellationRequested();
            outcome = await Port(asked) ? PerformOutcome.Done : PerformOutcome.Failed;
        }
        catch (OperationCanceledException)
        {
            // No longer owed, or the edge is closing: the engine knows which.
        }
        catch (Exception failure)
        {
            LogFailed(log, failure, asked.Owner, asked.Duty.Key);
        }

        asked.Completed(outcome);
    }

    private Task<bool> Port(Asked asked) => asked.Duty.Command switch
    {
        LegCommand leg => legs!.Perform(asked.Owner, asked.Duty.Key, leg, asked.DutyEnded),
        PhoneProbe probe => legs!.Probe(asked.Owner, asked.Duty.Key, probe, asked.DutyEnded),
        MediaDesired desired => media!.Apply(desired, asked.DutyEnded),
        MediaClosed closed => Close(closed),
        var other => throw new InvalidOperationException($"no port performs {other.GetType()}"),
    };

    private Task<bool> Close(MediaClosed closed)
    {
        media!.Free(closed.Slot);
        return Task.FromResult(true);
    }

    private sealed record Asked(ActorId Owner, Duty.Perform Duty, Action<PerformOutcome> Completed, CancellationToken DutyEnded);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "{Owner}: {Key} failed and is tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure, ActorId owner, string key);
}
