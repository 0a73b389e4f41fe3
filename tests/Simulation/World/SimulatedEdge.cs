using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Cluster;

namespace CallCenter.Simulation.World;

/// <summary>
/// The ports of the center: what it asks for reaches callers and phones through the weather, and their outcome comes back through it. INVITEs
/// and their 2xx are repeated as RFC 3261 has it; all other work that brings nothing back is given up, and the engine asks again.
/// </summary>
internal sealed class SimulatedEdge(ICenter center, VirtualTime time, Random random, Func<Weather> weather, Floor floor, Action<ActorId, object> performed) : IPerformer
{
    private static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(32);

    private readonly RoughWay way = new(time, random, weather);

    public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        performed(owner, duty.Command);
        switch (duty.Command)
        {
            case LegCommand.RespondToInvite { Status: >= 200 and < 300 } accept:
                Repeat(T1, TimeSpan.Zero, () => dutyEnded.IsCancellationRequested, () => floor.Signal(center, owner, accept, _ => { }),
                    () => center.Tell(owner, new CallCommand.RecordAckMissing(0, accept.Seed.CSeq)));
                break;
            case LegCommand.SendInvite invite:
                Repeat(T1, TimeSpan.Zero, () => dutyEnded.IsCancellationRequested || floor.Knows(invite), () => floor.Signal(center, owner, invite, _ => { }),
                    () => center.Tell(owner, new CallCommand.RecordLegFailed(invite.Leg, 408)));
                if (floor.Knows(invite))
                {
                    // Another process sent it before: a retransmission, which the phone answers again.
                    way.Carry(() => floor.Signal(center, owner, invite, _ => { }));
                }

                break;
            default:
                Once(owner, duty, completed, dutyEnded);
                break;
        }
    }

    /// <summary>At once, after T1, doubling to T2, until <paramref name="over"/> or 64·T1.</summary>
    private void Repeat(TimeSpan pause, TimeSpan spent, Func<bool> over, Action send, Action given)
    {
        if (over())
        {
            return;
        }

        if (spent >= GiveUp)
        {
            given();
            return;
        }

        way.Carry(() =>
        {
            if (!over())
            {
                send();
            }
        });
        time.After(pause, () => Repeat(pause * 2 < T2 ? pause * 2 : T2, spent + pause, over, send, given));
    }

    /// <summary>As an edge does: it finds the way and a session, and tells the call until it is answered.</summary>
    private void Place(PlaceCall order, Action<PerformOutcome> report)
    {
        if (random.Next(8) == 0)
        {
            report(PerformOutcome.Failed);
            return;
        }

        center.Tell(order.Call, new CallCommand.RecordArrival(new CallArrival
        {
            Seed = null,
            Dialog = null,
            Number = "4000",
            Caller = order.To,
            Plan = new NumberPlan("4000", "", AnswerMode.EarlyMedia, "default"),
            Slot = new MediaSlot("edge", "127.0.0.1", 40_000) { ThirdPort = 50_000 },
            Edge = "edge",
            Outbound = new OutboundOrder(PlaceCall.OfferOf(order.Call.Key), order.Agent, order.Phone, new TrunkWay("carrier", $"sip:{order.To}@127.0.0.7", 1, 1), "4000", TimeSpan.FromSeconds(5), order.Until),
        }), told => report(told is Answer.Answered ? PerformOutcome.Done : PerformOutcome.Failed));
    }

    private void Once(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        var reported = false;
        void Report(PerformOutcome outcome)
        {
            if (!reported)
            {
                reported = true;
                completed(outcome);
            }
        }

        way.Carry(() =>
        {
            if (dutyEnded.IsCancellationRequested)
            {
                return;
            }

            switch (duty.Command)
            {
                case LegCommand leg:
                    floor.Signal(center, owner, leg, outcome => way.Carry(() => Report(outcome)));
                    break;
                case PhoneProbe probe:
                    floor.Probe(probe, outcome => way.Carry(() => Report(outcome)));
                    break;
                case PlaceCall order:
                    Place(order, Report);
                    break;
                case MediaDesired or MediaClosed:
                    Report(PerformOutcome.Done);
                    break;
            }
        });
        time.After(T2, () => Report(PerformOutcome.Again));
    }
}
