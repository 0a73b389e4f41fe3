using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>The caller's CANCEL, before and after everything else (RFC 3261 9.2).</summary>
public sealed class CancelTests : IDisposable
{
    private static readonly string Cancel = World.Request("CANCEL", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, "<sip:4000@127.7.0.1>");

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_cancel_of_a_call_that_waits_is_answered_and_told_to_the_same_call()
    {
        world.Receive(World.Invite());
        world.Receive(Cancel);
        Assert.Equal(["SIP/2.0 200 OK"], world.Wire);
        Assert.Equal(typeof(CallCommand.RecordCancel), world.Core.Told[1].Command.GetType());
        Assert.Equal(world.Core.Told[0].To, world.Core.Told[1].To);
    }

    [Fact]
    public void A_cancel_that_overtakes_the_answer_of_the_core_is_told_after_it()
    {
        world.Core.Then(SignalAnswer.Unknown.Instance, SignalAnswer.Unknown.Instance);
        world.Receive(World.Invite());
        world.Receive(Cancel);
        Assert.Equal(["SIP/2.0 200 OK"], world.Wire);
        Assert.DoesNotContain(world.Core.Commands, command => command is CallCommand.RecordCancel);
        world.Time.Pass(1);
        Assert.Equal(["RecordArrival", "RecordArrival", "RecordArrival", "RecordCancel"], world.Core.Commands.Select(command => command.GetType().Name));
    }

    [Fact]
    public void A_cancelled_call_that_the_core_refuses_ends_with_487()
    {
        world.Core.Then(SignalAnswer.Unknown.Instance, new SignalAnswer.Refused(Refusal.LaneFull));
        world.Receive(World.Invite());
        world.Receive(Cancel);
        world.Time.Pass(1);
        Assert.Equal(["SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated"], world.Wire.Distinct());
    }

    [Fact]
    public void A_cancel_after_the_2xx_has_no_effect()
    {
        world.Receive(World.Invite());
        var (call, arrival) = (world.Core.Told[0].To, world.Core.Only<CallCommand.RecordArrival>().Arrival);
        world.Perform(new LegCommand.RespondToInvite(0, arrival.Seed!, arrival.Dialog!, 200, SdpOf(arrival)), call: call);
        world.Receive(Cancel);
        Assert.Equal("SIP/2.0 200 OK", world.Wire.Last());
        Assert.Contains("CSeq: 1 CANCEL", world.Network.Sent[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Core.Commands, command => command is CallCommand.RecordCancel);
    }

    [Fact]
    public void After_a_restart_the_cancel_still_finds_its_call()
    {
        world.Receive(World.Invite());
        using var restarted = new World();
        restarted.Receive(Cancel);
        Assert.Equal(["SIP/2.0 200 OK"], restarted.Wire);
        Assert.Equal(world.Core.Told[0].To, restarted.Core.Told[0].To);
    }

    [Fact]
    public void A_cancel_of_nothing_is_481()
    {
        world.Core.Otherwise = (_, _) => new SignalAnswer.Refused(Refusal.CallUnknown);
        world.Receive(Cancel);
        Assert.Equal(["SIP/2.0 481 Call/Transaction Does Not Exist"], world.Wire);
    }

    [Fact]
    public void The_487_of_the_core_goes_out_until_its_ack()
    {
        world.Receive(World.Invite());
        var (call, arrival) = (world.Core.Told[0].To, world.Core.Only<CallCommand.RecordArrival>().Arrival);
        world.Receive(Cancel);
        var done = world.Perform(new LegCommand.RespondToInvite(0, arrival.Seed!, arrival.Dialog!, 487, null), call: call);
        world.Time.Pass(0.6);
        Assert.False(done.IsCompleted);
        world.Receive(World.Request("ACK", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, $"<sip:4000@127.7.0.1>;tag={arrival.Dialog!.LocalTag}"));
        Assert.True(done.IsCompletedSuccessfully);
        Assert.Equal(2, world.Sent("SIP/2.0 487").Length);
    }

    internal static SdpSpec SdpOf(CallArrival arrival) =>
        new(7, 1, arrival.Slot, MediaSide.Caller, [8], 101, MediaDirection.SendReceive);
}
