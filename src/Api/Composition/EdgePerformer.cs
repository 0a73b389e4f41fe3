using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Cluster;
using CallCenter.Telephony;

namespace CallCenter.Api.Composition;

/// <summary>Core → edge in one process: duties go to signalling and media. Until the edge listens (<see cref="Open"/>) they are put off.</summary>
internal sealed partial class EdgePerformer(ILogger<EdgePerformer> log) : IPerformer
{
    private volatile Ports? ports;

    public void Open(ILegs legs, IMedia media) => ports = new Ports(legs, media);

    public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        if (ports is not { } open)
        {
            completed(PerformOutcome.Again);
            return;
        }

        _ = Carry(open, owner, duty, completed, dutyEnded);
    }

    private async Task Carry(Ports open, ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        try
        {
            completed(await open.Perform(owner, duty, dutyEnded) ? PerformOutcome.Done : PerformOutcome.Failed);
        }
        catch (OperationCanceledException)
        {
            completed(PerformOutcome.Again);
        }
        catch (Exception failure)
        {
            LogFailed(log, failure, owner, duty.Key);
            completed(PerformOutcome.Again);
        }
    }

    private sealed record Ports(ILegs Legs, IMedia Media)
    {
        public Task<bool> Perform(ActorId owner, Duty.Perform duty, CancellationToken dutyEnded) => duty.Command switch
        {
            LegCommand leg => Legs.Perform(owner, duty.Key, leg, dutyEnded),
            PhoneProbe probe => Legs.Probe(owner, duty.Key, probe, dutyEnded),
            MediaDesired desired => Media.Apply(desired, dutyEnded),
            MediaClosed closed => Close(closed),
            _ => throw new ArgumentException($"no port performs {duty.Command.GetType()}", nameof(duty)),
        };

        private Task<bool> Close(MediaClosed closed)
        {
            Media.Free(closed.Slot);
            return Task.FromResult(true);
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "{Owner}: {Key} failed and is tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure, ActorId owner, string key);
}
