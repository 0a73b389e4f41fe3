using System.Globalization;
using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>A call that goes outside takes one way after another.</summary>
public sealed class TrunkWayTests
{
    private static readonly OverflowTarget OverTrunks = ToOutside with { Ways = ThreeWays };

    [Fact]
    public void The_first_way_is_taken_and_the_others_are_kept()
    {
        var scene = Waiting().With(Leave(LeaveReason.MaxWait, OverTrunks));

        Assert.Equal(("first", "sip:1@a.example", 2), (scene.Happened<E.LegRequested>().Way!.Trunk, scene.State.Other!.Dialog.RemoteTarget, scene.State.Other!.Request!.Others.Count));
        var invite = scene.Command<LegCommand.SendInvite>("invite/1");
        Assert.Equal(("first", true), (invite.Trunk, invite.HasOthers));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public void A_way_that_fails_is_followed_by_the_next_and_the_last_by_the_end(int status)
    {
        var scene = Waiting().With(Leave(LeaveReason.MaxWait, OverTrunks), new C.RecordLegFailed(1, status), new C.RecordLegFailed(2, status));
        Assert.Equal(new CallPhase.GoingOut(3), scene.State.Phase);
        Assert.Equal(["first", "second", "third"], scene.Events.OfType<E.LegRequested>().Select(leg => leg.Way!.Trunk).Order(StringComparer.Ordinal));
        Assert.False(scene.Command<LegCommand.SendInvite>("invite/3").HasOthers);

        scene.With(new C.RecordLegFailed(3, status));
        Assert.IsType<CallPhase.Ended>(scene.State.Phase);
        Assert.True(scene.Drained());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(486)]
    [InlineData(603)]
    public void Who_was_asked_and_does_not_want_the_call_is_not_asked_again(int status)
    {
        var scene = Waiting().With(Leave(LeaveReason.MaxWait, OverTrunks), new C.RecordLegFailed(1, status));

        Assert.IsType<CallPhase.Ended>(scene.State.Phase);
    }

    [Fact]
    public void A_phone_that_rang_is_not_called_by_another_trunk()
    {
        var scene = Waiting().With(Leave(LeaveReason.MaxWait, OverTrunks), new C.RecordProgress(1, 180), new C.RecordLegFailed(1, 503));

        Assert.IsType<CallPhase.Ended>(scene.State.Phase);
    }

    [Fact]
    public void A_caller_that_an_agent_gave_away_goes_on_too()
    {
        var scene = Talking().With(new C.Transfer(Offer(), new TransferTarget("1") { Uri = ThreeWays[0].Uri, Ways = ThreeWays }, "supervisor"), new C.RecordLegFailed(2, 503), new C.RecordAnswer(3, Answer(3)));

        Assert.Equal(new CallPhase.Talking(3, 0), scene.State.Phase);
        Assert.Equal(LegPurpose.Transfer, scene.State.Other!.Request!.Purpose);
    }

    [Fact]
    public void A_trunk_is_offered_the_codecs_that_it_wants()
    {
        var scene = Waiting().With(Leave(LeaveReason.MaxWait, ToOutside with { Ways = [ThreeWays[0] with { Payloads = [0] }] }));

        Assert.Equal([0], scene.Command<LegCommand.SendInvite>("invite/1").Sdp.Payloads);
    }

    [Fact]
    public void Equals_share_by_weight_and_each_call_always_draws_the_same()
    {
        var firsts = Enumerable.Range(0, 4_000).Select(call => Drawn(call)[0]).ToArray();

        Assert.InRange(firsts.Count(trunk => trunk == "third") / 4_000.0, 0.72, 0.78);
        Assert.Equal(firsts[..100], Enumerable.Range(0, 100).Select(call => Drawn(call)[0]));
        Assert.All(Enumerable.Range(0, 100), call => Assert.Equal("first", Drawn(call)[^1]));

        static string[] Drawn(int call) =>
            [.. TrunkWays.Ordered(ActorId.Call("demo", call.ToString("x32", CultureInfo.InvariantCulture)), 1, ThreeWays.Select(way => way.Trunk == "first" ? way with { Order = 3 } : way)).Select(way => way.Trunk)];
    }
}
