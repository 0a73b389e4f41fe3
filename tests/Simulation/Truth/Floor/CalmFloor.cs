using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Cluster;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Truth.Floor;

/// <summary>
/// The ports of a center on a day without faults: every phone is answered, callers talk and wait exactly as long as they were drawn to, and hang up.
/// </summary>
/// <param name="time">The only clock.</param>
/// <param name="terms">How long it rings, and how fast who serves.</param>
/// <param name="tell">Gives a command to an actor.</param>
internal sealed class CalmFloor(VirtualTime time, CalmTerms terms, Action<ActorId, object> tell) : IPerformer
{
    private readonly Dictionary<string, DrawnCall> waiting = new(StringComparer.Ordinal);

    public static ActorId IdOf(int number) => ActorId.Call(Center.Tenant, $"{number:x32}");

    public static int NumberOf(string callKey) => Convert.ToInt32(callKey[^8..], 16);

    public void Arrive(int number, DrawnCall call, NumberPlan plan)
    {
        var id = IdOf(number);
        waiting.Add(id.Key, call);
        tell(id, new CallCommand.RecordArrival(Arrival(id, number, plan)));
        if (call.Patience is { } patience)
        {
            time.After(patience, () => GiveUp(id, number));
        }
    }

    public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded)
    {
        switch (duty.Command)
        {
            case LegCommand.RespondToInvite { Status: >= 200 } accept:
                tell(owner, new CallCommand.RecordAck(accept.Leg, accept.Seed.CSeq, null));
                break;
            case LegCommand.SendInvite invite:
                Answer(owner, invite);
                break;
            default:
                completed(PerformOutcome.Done);
                break;
        }
    }

    private void Answer(ActorId owner, LegCommand.SendInvite invite)
    {
        // A second INVITE of a call would be a second offer; on this floor every first one is answered.
        waiting.Remove(owner.Key, out var call);
        var agent = CalmCenter.IndexOf(invite.Dialog.RemoteTarget.Split(':', '@')[1]);
        Later(terms.Ring, () =>
        {
            tell(owner, new CallCommand.RecordAnswer(invite.Leg, new DialogAnswer("phone", invite.Dialog.RemoteTarget, [], new MediaPeer("127.0.0.9", 4000, 0, null))));
            time.After(terms.TalkOf(agent, call), () => tell(owner, new CallCommand.RecordBye(invite.Leg, new DialogTags("phone", invite.Dialog.LocalTag), 1, null)));
        });
    }

    private void Later(TimeSpan delay, Action happens)
    {
        if (delay > TimeSpan.Zero)
        {
            time.After(delay, happens);
        }
        else
        {
            happens();
        }
    }

    private void GiveUp(ActorId call, int number)
    {
        if (waiting.Remove(call.Key))
        {
            tell(call, new CallCommand.RecordBye(0, new DialogTags($"c{number}", $"t{number}"), 2, null));
        }
    }

    private static CallArrival Arrival(ActorId call, int number, NumberPlan plan) => new()
    {
        Seed = new InviteSeed { Vias = [$"SIP/2.0/UDP 127.0.0.8;branch=z9hG4bK{number}"], CallId = $"truth-{number}", From = $"<sip:{number}@127.0.0.8>;tag=c{number}", To = "<sip:4000@127.0.0.1>", CSeq = 1, RecordRoutes = [], Flow = new Flow(Transport.Udp, "127.0.0.8:5060") },
        Dialog = new Dialog { CallId = $"truth-{number}", LocalTag = $"t{number}", RemoteTag = $"c{number}", LocalParty = "<sip:4000@127.0.0.1>", RemoteParty = $"<sip:{number}@127.0.0.8>", RemoteTarget = $"sip:{number}@127.0.0.8", RemoteCSeq = 1, Token = LegToken.Of(call, 0).ToString() },
        Number = plan.Number,
        Caller = $"{number}",
        Plan = plan,
        Offer = new MediaPeer("127.0.0.8", 5000, 0, 101),
        Slot = new MediaSlot("edge", "127.0.0.1", 20_000),
        Edge = "edge",
    };
}
