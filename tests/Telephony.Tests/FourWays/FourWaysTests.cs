using System.Text;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Tests.Edge;

namespace CallCenter.Telephony.Tests.FourWays;

/// <summary>
/// The timers of RFC 3261 and 6026 (RELIABILITY 5) in conversations at an edge, four ways: undisturbed; killed between each pair of steps; all that is heard
/// heard twice; what comes one after the other coming the other way round. However it goes, the core learns the same facts and no transaction stays.
/// </summary>
public sealed class FourWaysTests
{
    private static readonly Dialog Ours = new()
    {
        CallId = "leg-1-call-id",
        LocalTag = "leg-1-tag",
        LocalParty = "<sip:13800138000@127.7.0.1>",
        RemoteParty = "<sip:a17@127.7.0.6:7000>",
        RemoteTarget = "sip:a17@127.7.0.6:7000",
        LocalCSeq = 1,
        Token = LegToken.Of(World.Call, 1).ToString(),
    };

    private static readonly SdpSpec Sdp = new(9, 1, new MediaSlot("m1", "127.7.0.1", 20_000), MediaSide.Other, [8, 0], 101, MediaDirection.SendReceive);
    private static readonly LegCommand Invite = new LegCommand.SendInvite(1, Ours, Sdp, VirtualClock.Start.AddMinutes(10), null);
    private static readonly LegCommand Bye = new LegCommand.SendBye(1, Ours with { RemoteTag = "phone" }, 2, null);
    private static readonly object Answer = new CallCommand.RecordAnswer(1, new DialogAnswer("phone", "sip:a17@127.7.0.6:7000", [], new MediaPeer("127.7.0.9", 30_000, 8, 101)));
    private static readonly CallArrival Arrival = ArrivalOf(World.Invite());
    private static readonly Actors.ActorId Caller = CallOf(World.Invite());

    private static readonly Conversation[] All =
    [
        new("A, B: an INVITE that nobody answers", [Owes(Invite)], [new CallCommand.RecordLegFailed(1, 408)], true),
        new("D: a failure that comes again", [Owes(Invite), Says("INVITE", 180), Says("INVITE", 486), Waits(10), Says("INVITE", 486)], [new CallCommand.RecordLegFailed(1, 486)], true),
        new("M: a 2xx that comes again", [Owes(Invite), Says("INVITE", 180), Says("INVITE", 200), Waits(0.5), Says("INVITE", 200), Waits(31), Says("INVITE", 200)], [Answer], true),
        new("E, F: a BYE that nobody answers", [Owes(Bye)], [], false),
        new("E, K: a BYE that proceeds and is answered", [Owes(Bye), Says("BYE", 100), Waits(6), Says("BYE", 200), Waits(2), Says("BYE", 200)], [], true),
        new("G, H: a failure that nobody acknowledges", [Owes(Respond(486))], [], true),
        new("G, I: a failure and its ACK", [Owes(Respond(486)), Waits(3), Heard(AckOfFailure), Waits(1), Heard(AckOfFailure)], [], true),
        new("13.3.1.4: a 2xx that nobody acknowledges", [Owes(Respond(200))], [], false),
        new("13.3.1.4, L: a 2xx and its ACK", [Owes(Respond(200)), Waits(0.2), Heard(World.Invite()), Heard(AckOfAnswer), Waits(1), Heard(AckOfAnswer)], [new CallCommand.RecordAck(0, 1, null)], true),
        new("J: a BYE that comes again", [Heard(World.InDialog("BYE", 2)), Waits(5), Heard(World.InDialog("BYE", 2)), Waits(20), Heard(World.InDialog("BYE", 2))],
            [new CallCommand.RecordBye(0, new DialogTags("far", "ours"), 2, null)], true),
    ];

    public static TheoryData<string> Names => [.. All.Select(conversation => conversation.Name)];

    private static string AckOfFailure =>
        World.Request("ACK", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, $"<sip:4000@127.7.0.1>;tag={Arrival.Dialog!.LocalTag}");

    private static string AckOfAnswer => World.InDialog("ACK", 1, token: LegToken.Of(Caller, 0).ToString(), tag: Arrival.Dialog!.LocalTag);

    [Theory]
    [MemberData(nameof(Names))]
    public void Undisturbed(string name) => Holds(Named(name), Run.Of(Named(name).Steps), "undisturbed");

    [Theory]
    [MemberData(nameof(Names))]
    public void Killed_between_each_pair_of_steps(string name)
    {
        for (var step = 1; step <= Named(name).Steps.Count; step++)
        {
            Holds(Named(name), Run.Of([.. Named(name).Steps, Waits(0)], killedBefore: step), $"killed before step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_that_is_heard_is_heard_twice(string name) => Holds(Named(name), Run.Of(Named(name).Steps, twice: true), "heard twice");

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_heard_comes_the_other_way_round(string name)
    {
        var steps = Named(name).Steps;
        for (var step = 1; step < steps.Count; step++)
        {
            if (steps[step] is Step.Hears && steps[step - 1] is Step.Hears)
            {
                Step[] turned = [.. steps.Take(step - 1), steps[step], steps[step - 1], .. steps.Skip(step + 1)];
                Holds(Named(name), Run.Of(turned), $"steps {step - 1} and {step} turned");
            }
        }
    }

    private static void Holds(Conversation conversation, Run run, string way)
    {
        using (run)
        {
            Assert.True(conversation.Facts.SequenceEqual(run.Facts), $"{way}: told {string.Join(", ", run.Facts)}");
            Assert.All(run.Duties, duty => Assert.True(duty.Done == conversation.IsDone, $"{way}: {duty.Key} is {duty.Done?.ToString() ?? "owed for ever"}"));
            Assert.True(run.Held == 0, $"{way}: {run.Held} held");
        }
    }

    private static Conversation Named(string name) => All.Single(conversation => conversation.Name == name);

    private static Step.Owes Owes(LegCommand command) => new Step.Owes(command.GetType().Name, command, command is LegCommand.RespondToInvite ? Caller : World.Call);

    private static Step.Waits Waits(double seconds) => new Step.Waits(seconds);

    private static Step.Hears Heard(string message) => new Step.Hears(_ => Encoding.UTF8.GetBytes(message), World.Trunk);

    /// <summary>The phone's response to what was sent to it last; a phone that was sent nothing says nothing.</summary>
    private static Step.Hears Says(string method, int status) => new Step.Hears(
        world => world.Sent(method) is [.., var request] ? ResponseTo((SipRequest)World.Parse(request), status) : null,
        World.Phone);

    private static byte[] ResponseTo(SipRequest request, int status)
    {
        var response = SipResponse.For(request, status, toTag: status == 100 ? null : "phone").WithHeader(HeaderNames.Contact, "<sip:a17@127.7.0.6:7000>");
        return (request.Method == SipMethod.Invite && status == 200 ? response.WithBody("application/sdp", Encoding.UTF8.GetBytes(World.Sdp)) : response).ToBytes();
    }

    private static LegCommand.RespondToInvite Respond(int status) =>
        new LegCommand.RespondToInvite(0, Arrival.Seed!, Arrival.Dialog!, status, status == 200 ? CancelTests.SdpOf(Arrival) : null);

    private static CallArrival ArrivalOf(string invite)
    {
        using var world = Received(invite);
        return world.Core.Only<CallCommand.RecordArrival>().Arrival;
    }

    private static Actors.ActorId CallOf(string invite)
    {
        using var world = Received(invite);
        return world.Core.Told[0].To;
    }

    private static World Received(string invite)
    {
        var world = new World();
        world.Receive(invite);
        return world;
    }

    /// <param name="Name">The timers, and what happens.</param>
    /// <param name="Steps">In their order.</param>
    /// <param name="Facts">What the core learns, but for progress.</param>
    /// <param name="IsDone">How duties end: done, or failed.</param>
    private sealed record Conversation(string Name, IReadOnlyList<Step> Steps, IReadOnlyList<object> Facts, bool IsDone);
}
