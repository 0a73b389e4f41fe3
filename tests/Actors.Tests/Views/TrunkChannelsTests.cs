using CallCenter.Actors.Calls;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Views.Told;

namespace CallCenter.Actors.Tests.Views;

/// <summary>Channels of trunks are occupied as long as calls say so.</summary>
public sealed class TrunkChannelsTests
{
    private static CallEvent By(string trunk) => Arrived(0) is CallEvent.CallArrived e ? e with { Arrival = e.Arrival with { Trunk = trunk } } : throw new InvalidOperationException();

    private static CallEvent.LegRequested Out(double at, int leg, string trunk) =>
        new(At(at), leg, LegPurpose.Outside, null, null, null, new PhoneTarget("", $"sip:1@{trunk}.example", [], null), At(at + 60))
        {
            Way = new TrunkWay(trunk, $"sip:1@{trunk}.example", 1, 1),
        };

    private static TrunkChannels After(params IEnumerable<CallEvent> events) => events.Aggregate((Channels: TrunkChannels.None, Call: Record()), (now, e) =>
    {
        var after = CallRecordView.Apply(now.Call, Call, e);
        return (now.Channels.After(now.Call, after), after);
    }).Channels;

    [Fact]
    public void A_caller_occupies_a_channel_of_its_trunk_until_its_call_ends()
    {
        Assert.Equal([(Key, 0)], After(By("in"), Entered(0)).Of("in"));
        Assert.Empty(After(By("in"), Entered(0), Ended(9, CallEnd.AbandonedInQueue)).ByTrunk);
        Assert.Empty(After(Arrived(0), Entered(0)).ByTrunk);
    }

    [Fact]
    public void A_call_that_goes_on_by_another_trunk_leaves_the_first()
    {
        var channels = After(By("in"), Out(5, 1, "a"), new CallEvent.LegFailed(At(6), 1, 503, null), Out(6, 2, "b"));

        Assert.Equal(["b", "in"], channels.ByTrunk.Keys);
        Assert.Equal([(Key, 2)], channels.Of("b"));
    }

    [Fact]
    public void A_loop_through_one_trunk_occupies_two_of_its_channels() => Assert.Equal(2, After(By("a"), Out(5, 1, "a")).Of("a").Count);
}
