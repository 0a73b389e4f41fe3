using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Cluster;

namespace CallCenter.Simulation.World;

/// <summary>The ports of the center: what it asks for reaches callers and phones through the weather, and their outcome comes back through it.</summary>
internal sealed class SimulatedEdge(Center center, VirtualTime time, Random random, Func<Weather> weather, Floor floor, Action<ActorId, object> performed) : IPerformer
{
    private readonly RoughWay way = new(time, random, weather);

    public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        performed(owner, duty.Command);
        var reported = false;
        void Report(PerformOutcome outcome) => way.Carry(() =>
        {
            // The engine is told once; what is late belongs to an incarnation that may be gone.
            if (!reported)
            {
                reported = true;
                completed(outcome);
            }
        });

        way.Carry(() =>
        {
            if (dutyEnded.IsCancellationRequested)
            {
                return;
            }

            switch (duty.Command)
            {
                case LegCommand leg:
                    floor.Signal(center, owner, leg, Report);
                    break;
                case PhoneProbe probe:
                    floor.Probe(probe, Report);
                    break;
                case MediaDesired or MediaClosed:
                    Report(PerformOutcome.Done);
                    break;
            }
        });

        // A port that hears nothing of it gives up after a while, and the engine asks again.
        time.After(TimeSpan.FromSeconds(4), () =>
        {
            if (!reported && duty.Command is not (LegCommand.SendInvite or LegCommand.RespondToInvite))
            {
                reported = true;
                completed(PerformOutcome.Again);
            }
        });
    }
}
