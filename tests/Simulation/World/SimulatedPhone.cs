using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Simulation.World;

/// <summary>One INVITE at an agent's phone: rings, and is answered, refused, let ring out, or meets nobody. It tells the edge, which tells the call.</summary>
internal sealed class SimulatedPhone
{
    private readonly Floor floor;
    private readonly ICenter center;
    private readonly VirtualTime time;
    private readonly Random random;
    private readonly ActorId call;
    private readonly LegCommand.SendInvite first;
    private readonly DialogTags tags;
    private object? final;
    private bool takesTalk;

    /// <summary>The number of the last ringing that it wants to be acknowledged.</summary>
    private uint acknowledged;
    private uint cseq;

    public SimulatedPhone(Floor floor, ICenter center, VirtualTime time, Random random, ActorId call, LegCommand.SendInvite invite)
    {
        (this.floor, this.center, this.time, this.random, this.call, first) = (floor, center, time, random, call, invite);
        tags = new DialogTags($"p{random.Next():x}", invite.Dialog.LocalTag);
        Begin();
    }

    public bool IsUp { get; private set; }

    /// <summary>It hung up by itself.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>It is the customer whom an agent of this call called.</summary>
    public bool IsCustomerOf(ActorId other) => first.Leg == Leg.Caller && call == other;

    /// <summary>The INVITE came again: a retransmission. Its final answer is told again.</summary>
    public void Invited(LegCommand.SendInvite again)
    {
        if (again != first)
        {
            throw new InvalidOperationException($"an INVITE came again with other content: {first} / {again}");
        }

        if (final is not null)
        {
            center.Tell(call, final);
        }
    }

    /// <summary>It is told to answer: most do. True: it takes the order.</summary>
    public bool ToldToAnswer()
    {
        var takes = final is null && random.Next(4) != 0;
        if (takes)
        {
            Later(0, 0.5, Answer);
        }

        return takes;
    }

    /// <summary>Our ringing was acknowledged; some say then that somebody is on the way.</summary>
    public void Acknowledged(uint number)
    {
        if (number > acknowledged)
        {
            throw new InvalidOperationException($"{call}: leg {first.Leg} acknowledges ringing {number}, which there was not");
        }

        if (number == acknowledged && acknowledged < 3 && final is null && random.Next(2) == 0)
        {
            Ring(number + 1);
        }
    }

    public void Cancelled() => Finish(new CallCommand.RecordLegFailed(first.Leg, 487));

    public void Ended() => IsUp = false;

    private void Begin()
    {
        // At ring time the edge cancels by itself.
        time.At(first.RingUntil, () => Finish(new CallCommand.RecordLegFailed(first.Leg, 487)));
        if (floor.Gone.Contains(first.Dialog.RemoteTarget))
        {
            Later(1, 3, () => Finish(new CallCommand.RecordLegFailed(first.Leg, 408)));
            return;
        }

        takesTalk = random.Next(2) == 0;
        var isReliable = random.Next(3) == 0;
        Later(0, 0.5, () => Ring(isReliable ? 1 : null));
        var mood = floor.IsHealing ? 99 : random.Next(100);
        switch (mood)
        {
            case < 15:
                Later(0.5, 8, () => Finish(new CallCommand.RecordLegFailed(first.Leg, 486)));
                break;
            case < 30:
                break;
            case < 33:
                Later(0.2, 1, () => Finish(new CallCommand.RecordLegFailed(first.Leg, 488)));
                break;
            default:
                Later(0.3, floor.IsHealing ? 1 : 12, Answer);
                break;
        }
    }

    private void Ring(uint? number)
    {
        acknowledged = number ?? acknowledged;
        center.Tell(call, new CallCommand.RecordProgress(first.Leg, 180)
        {
            Early = takesTalk || number is not null ? new EarlyDialog(tags.Remote, first.Dialog.RemoteTarget, [], null, takesTalk) : null,
            RSeq = number,
        });
    }

    private void Answer()
    {
        if (final is not null)
        {
            return;
        }

        IsUp = true;
        Finish(new CallCommand.RecordAnswer(first.Leg, new DialogAnswer(tags.Remote, first.Dialog.RemoteTarget, [], new MediaPeer("127.0.0.9", 4000, 0, null))
        {
            SessionSeconds = random.Next(3) == 0 ? 10u + (uint)random.Next(30) : null,
            SessionIsOurs = random.Next(4) != 0,
            TakesUpdate = random.Next(2) == 0,
        }));
        if (random.Next(3) == 0)
        {
            Later(1, 20, () => Hold(MediaDirection.SendOnly));
            Later(20, 30, () => Hold(MediaDirection.SendReceive));
        }

        if (random.Next(6) == 0)
        {
            Later(1, 30, Refer);
        }

        if (random.Next(2) == 0)
        {
            Later(1, 30, Consult);
        }

        Later(2, floor.IsHealing ? 5 : 60, HangUp);
    }

    /// <summary>
    /// The agent's desk asks somebody, and then takes the caller back, or not. It knows its segment; this one tries those that it can be, of which the
    /// call takes none but the right one.
    /// </summary>
    private void Consult()
    {
        if (!IsUp || floor.IsHealing)
        {
            return;
        }

        TransferTarget to = random.Next(4) switch
        {
            0 => new TransferTarget("02112345678") { Uri = "sip:02112345678@127.0.0.9" },
            1 => new TransferTarget("4001") { Plan = new NumberPlan("4001", random.Next(2) == 0 ? "support" : "sales", AnswerMode.OnQueue, "default", random.Next(3)) },
            _ => Colleague($"100{1 + random.Next(4)}"),
        };
        TellOfSegment(segment => new CallCommand.Consult(segment, to, "simulation"));
        for (var change = random.Next(3); change > 0; change--)
        {
            var toCaller = random.Next(2) == 0;
            Later(0, 20, () => TellOfSegment(segment => new CallCommand.SwitchConsult(segment, toCaller)));
        }

        if (random.Next(3) != 0)
        {
            var completes = random.Next(2) == 0;
            Later(0, 30, () => TellOfSegment(segment => completes ? new CallCommand.CompleteConsult(segment, "simulation") : new CallCommand.CancelConsult(segment)));
        }
    }

    private TransferTarget Colleague(string agent) =>
        new(agent) { Agent = new AskedAgent(agent, "sales", TimeSpan.FromSeconds(10), new OfferRules(TimeSpan.FromSeconds(random.Next(8)), 2, random.Next(2) == 0)) };

    private void TellOfSegment(Func<OfferId, CallCommand> command)
    {
        for (var stay = 0; stay <= 3; stay++)
        {
            for (var attempt = 1; attempt <= 3; attempt++)
            {
                center.Tell(call, command(new OfferId(new StayId(call.Key, stay), attempt)));
            }
        }
    }

    /// <summary>Some of these phones hang up themselves when they have been notified, or before.</summary>
    private void Refer()
    {
        if (IsUp && !floor.IsHealing)
        {
            var plan = new NumberPlan("4001", random.Next(2) == 0 ? "support" : "sales", AnswerMode.OnQueue, "default", random.Next(3));
            center.Tell(call, new CallCommand.RecordRefer(first.Leg, tags, ++cseq, new TransferTarget(plan.Number) { Plan = plan }));
            if (random.Next(2) == 0)
            {
                Later(0, 2, HangUp);
            }
        }
    }

    private void Hold(MediaDirection direction)
    {
        if (IsUp)
        {
            var media = new MediaPeer("127.0.0.9", 4000, 0, null, direction);
            center.Tell(call, random.Next(3) == 0 ? new CallCommand.RecordUpdate(first.Leg, tags, ++cseq, media, null) : new CallCommand.RecordReinvite(first.Leg, tags, ++cseq, media, null));
        }
    }

    private void HangUp()
    {
        if (IsUp)
        {
            (IsUp, HasLeft) = (false, true);
            center.Tell(call, new CallCommand.RecordBye(first.Leg, tags, ++cseq, null));
        }
    }

    private void Finish(object outcome)
    {
        if (final is null)
        {
            final = outcome;
            center.Tell(call, outcome);
        }
    }

    private void Later(double from, double to, Action happens) => time.After(TimeSpan.FromSeconds(from + ((to - from) * random.NextDouble())), happens);
}
