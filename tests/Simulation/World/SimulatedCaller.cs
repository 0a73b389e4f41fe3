using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Cluster;

namespace CallCenter.Simulation.World;

/// <summary>A caller: its INVITE is told until it is answered; then it is patient for a while, or for ever.</summary>
internal sealed class SimulatedCaller
{
    private readonly ICenter center;
    private readonly CallArrival arrival;
    private readonly int leg;
    private bool isCancelled;
    private uint cseq = 1;
    private readonly SortedDictionary<uint, uint> pracked = [];
    private bool hasLost;

    public SimulatedCaller(ICenter center, VirtualTime time, Random random, int number, NumberPlan plan, TimeSpan longest, Action<ActorId> accepted)
    {
        this.center = center;
        Call = ActorId.Call(Center.Tenant, Key(random));
        Queue = plan.Queue;
        var isPatient = random.Next(3) == 0;
        arrival = Arrival(number, plan with { Priority = random.Next(4) == 0 ? 1 : 0, Rules = Rules(random) }, hasOffer: random.Next(5) != 0);
        center.Tell(Call, new CallCommand.RecordArrival(arrival), told =>
        {
            IsAccepted = told is Answer.Answered;
            if (IsAccepted)
            {
                accepted(Call);
            }
        });
        if (!isPatient)
        {
            time.After(TimeSpan.FromSeconds(0.2 + (90 * random.NextDouble())), GiveUp);
        }

        // Nobody stays for ever once somebody talks to it; a long talk ends here at the latest.
        time.After(longest * (0.6 + (0.4 * random.NextDouble())), HangUpIfTalking);
    }

    /// <summary>An agent's phone that dials outside: its INVITE is leg 1, and may be refused.</summary>
    public SimulatedCaller(ICenter center, VirtualTime time, Random random, int number, ActorId agent, string phone, TimeSpan longest)
    {
        this.center = center;
        leg = OutboundOrder.AgentLeg;
        Call = ActorId.Call(Center.Tenant, Key(random));
        Queue = "";
        var order = new OutboundOrder(PlaceCall.OfferOf(Call.Key), agent, new PhoneTarget(phone, $"sip:a{agent.Key}@127.0.0.9", [], null), new TrunkWay("carrier", "sip:02155551234@127.0.0.7", 1, 1), "4000", TimeSpan.FromSeconds(random.Next(8)), time.GetUtcNow().AddSeconds(30)) { IsFromPhone = true };
        arrival = Arrival(number, new NumberPlan("4000", "", AnswerMode.EarlyMedia, "default"), hasOffer: random.Next(5) != 0) with { Outbound = order };
        center.Tell(Call, new CallCommand.RecordArrival(arrival), _ => IsAccepted = true);
        time.After(TimeSpan.FromSeconds(0.2 + (60 * random.NextDouble())), GiveUp);
        time.After(longest * (0.6 + (0.4 * random.NextDouble())), HangUpIfTalking);
    }

    public ActorId Call { get; }

    /// <summary>The customer itself; else an agent that dials.</summary>
    public bool IsCustomer => leg == Leg.Caller;

    /// <summary>Where it waits first, unless the rules of its number say otherwise.</summary>
    public string Queue { get; }

    public bool IsAccepted { get; private set; }

    /// <summary>It got a 2xx and nobody has hung up.</summary>
    public bool IsUp { get; private set; }

    /// <summary>It cancelled or hung up by itself.</summary>
    public bool HasLeft { get; private set; }

    public int FinalStatus { get; private set; }

    public void Responded(LegCommand.RespondToInvite respond, Action<PerformOutcome> report)
    {
        var status = respond.Status;
        if (status < 200)
        {
            if (respond.RSeq is { } number && !hasLost)
            {
                // Acknowledged once; a repeat has the same acknowledgement. One in a while is never heard.
                hasLost = pracked.Count == 0 && arrival.Seed!.CallId.EndsWith("15", StringComparison.Ordinal);
                pracked.TryAdd(number, pracked.TryGetValue(number, out var before) ? before : ++cseq);
                center.Tell(Call, hasLost ? new CallCommand.RecordPrackMissing(leg) : new CallCommand.RecordPrack(leg, new DialogTags(arrival.Dialog!.RemoteTag, arrival.Dialog.LocalTag), pracked[number], number, arrival.Seed!.CSeq));
            }

            report(PerformOutcome.Done);
            return;
        }

        if (FinalStatus == 0)
        {
            FinalStatus = status;
            IsUp = status < 300;
        }

        if (FinalStatus != status)
        {
            throw new InvalidOperationException($"{Call} was told {FinalStatus} and then {status}");
        }

        if (status < 300)
        {
            center.Tell(Call, new CallCommand.RecordAck(leg, arrival.Seed!.CSeq, arrival.Offer is null ? new MediaPeer("127.0.0.8", 5000, 0, 101) : null));
            if (isCancelled)
            {
                // The 2xx crossed our CANCEL (RFC 3261 9.1): end it with a BYE.
                HangUp();
            }
        }

        report(PerformOutcome.Done);
    }

    public void Ended() => IsUp = false;

    private void GiveUp()
    {
        if (IsUp)
        {
            HangUp();
        }
        else if (FinalStatus == 0)
        {
            (isCancelled, HasLeft) = (true, true);
            center.Tell(Call, new CallCommand.RecordCancel());
        }
    }

    private void HangUpIfTalking()
    {
        if (IsUp)
        {
            HangUp();
        }
    }

    private void HangUp()
    {
        if (IsUp)
        {
            (IsUp, HasLeft) = (false, true);
            center.Tell(Call, new CallCommand.RecordBye(leg, new DialogTags(arrival.Dialog!.RemoteTag, arrival.Dialog.LocalTag), ++cseq, null));
        }
    }

    private CallArrival Arrival(int number, NumberPlan plan, bool hasOffer) => new()
    {
        Seed = new InviteSeed { Vias = [$"SIP/2.0/UDP 127.0.0.8;branch=z9hG4bK{number}"], CallId = $"sim-{number}", From = $"<sip:{number}@127.0.0.8>;tag=c{number}", To = "<sip:4000@127.0.0.1>", CSeq = 1, RecordRoutes = [], Flow = new Flow(Transport.Udp, "127.0.0.8:5060"), SessionSeconds = number % 3 == 0 ? 20u : null, SessionIsOurs = number % 3 == 0 && number % 2 == 0, IsReliable = number % 5 == 0 },
        Dialog = new Dialog { CallId = $"sim-{number}", LocalTag = $"t{number}", RemoteTag = $"c{number}", LocalParty = "<sip:4000@127.0.0.1>", RemoteParty = $"<sip:{number}@127.0.0.8>", RemoteTarget = $"sip:{number}@127.0.0.8", RemoteCSeq = 1, Token = LegToken.Of(Call, leg).ToString(), TakesUpdate = number % 4 == 0 },
        Number = "4000",
        Caller = $"{number}",
        Plan = plan,
        Offer = hasOffer ? new MediaPeer("127.0.0.8", 5000, 0, number % 2 == 0 ? 101 : null) : null,
        Slot = new MediaSlot("edge", "127.0.0.1", 20_000 + (4 * number)) { ThirdPort = 40_000 + (2 * number) },
        Edge = "edge",
    };

    /// <summary>Now and then its number has rules for it: another queue, a higher priority, a value, agents it should have or needs, or no entry at all.</summary>
    private static EquatableArray<NumberRule> Rules(Random random) => random.Next(9) switch
    {
        0 => [new NumberRule { Attach = [new AttachedEntry("tier", new AttachedValue(AttachedType.Text, "gold"))], Priority = 5 }],
        1 => [new NumberRule { When = new RuleCondition { Caller = ["anonymous"] }, Refuses = true }, new NumberRule { Queue = "support", Music = "default" }],
        3 => [new NumberRule { Prefer = ["1001", "1002"], PreferFor = TimeSpan.FromSeconds(random.Next(20)) }],
        4 => [new NumberRule { Needs = [new NeedStep(TimeSpan.Zero, "english>=2"), new NeedStep(TimeSpan.FromSeconds(random.Next(1, 15)), "english", "english>=3"), new NeedStep(TimeSpan.FromSeconds(random.Next(15, 40)), "")] }],
        5 => [new NumberRule { Needs = [new NeedStep(TimeSpan.Zero, random.Next(2) == 0 ? "english" : "not english"), new NeedStep(TimeSpan.FromSeconds(random.Next(1, 60)), "")], Priority = random.Next(3) }],
        6 => [new NumberRule { LocalFor = TimeSpan.FromSeconds(random.Next(1, 20)), Local = new Locality(random.Next(2) == 0 ? "main" : "east", [20]), Needs = random.Next(2) == 0 ? [new NeedStep(TimeSpan.FromSeconds(5), "english"), new NeedStep(TimeSpan.FromSeconds(random.Next(6, 40)), "")] : [] }],
        2 when random.Next(4) == 0 => [new NumberRule { Refuses = true }],
        _ => [],
    };

    private static string Key(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
