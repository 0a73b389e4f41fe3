using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Configuration;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;
using Transport = CallCenter.Actors.Calls.Dialogs.Transport;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Trunks that are full, silent, or asked whether they are there.</summary>
public sealed class TrunkTests : IDisposable
{
    private static readonly Hop Far = new(Transport.Udp, new IPEndPoint(IPAddress.Parse("127.7.0.8"), 5060));

    private readonly World world;
    private readonly Occupied occupied = new();
    private int calls;

    public TrunkTests()
    {
        world = new World(channels: occupied);
        world.Plan.Trunks.Add(new TrunkEntry("in", ["127.7.0.9"], null) { Channels = 2, Payloads = [0] });
        world.Plan.Trunks.Add(new TrunkEntry("out", [], "sip:127.7.0.8") { Channels = 1 });
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_trunk_brings_as_many_calls_as_it_has_channels_and_its_emergency_calls_besides()
    {
        world.Plan.Limited[TestPlan.Tenant] = new CallLimits(null, null, ["110"]);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => IsTaken("4000")));
        Assert.Equal(503, ((SipResponse)world.Last).Status);
        Assert.True(IsTaken("110"));
    }

    [Fact]
    public void A_channel_is_free_again_when_the_calls_say_so()
    {
        Assert.True(IsTaken("4000") && IsTaken("4000"));
        Assert.Equal(["in", "in"], Arrivals().Select(arrival => arrival.Trunk));
        occupied.Channels.UnionWith(world.Core.Told.Select(told => (told.To.Key, 0)));
        world.Time.Pass(60);
        Assert.False(IsTaken("4000"));
        occupied.Channels.Clear();
        Assert.True(IsTaken("4000"));
    }

    [Fact]
    public void A_call_that_is_known_already_needs_no_channel_of_its_own()
    {
        Assert.True(IsTaken("4000") && IsTaken("4000"));
        occupied.Channels.UnionWith(world.Core.Told.Select(told => (told.To.Key, 0)));
        using var other = new World(channels: occupied);
        other.Plan.Trunks.AddRange(world.Plan.Trunks);
        other.Receive(World.Invite(branch: "z9hG4bK-another-way", callId: "call-2"));
        Assert.Single(other.Core.Commands.OfType<CallCommand.RecordArrival>());
    }

    [Fact]
    public void Of_the_codecs_that_are_offered_the_trunks_own_is_taken()
    {
        world.Receive(World.Invite(World.Sdp.Replace("RTP/AVP 8 101", "RTP/AVP 8 0 101", StringComparison.Ordinal)));
        Assert.Equal(0, Arrivals().Single().Offer!.Payload);
    }

    [Fact]
    public void A_trunk_without_a_free_channel_is_not_called()
    {
        occupied.Channels.Add(("another", 1));
        world.Perform(Invite());
        Assert.Equal(503, Failure());
        Assert.Empty(world.Sent("INVITE"));
    }

    [Fact]
    public void A_silent_trunk_is_left_for_the_next_after_a_few_seconds_and_then_at_once()
    {
        world.Plan.Trunks[1] = world.Plan.Trunks[1] with { Channels = null };
        world.Perform(Invite(hasOthers: true));
        world.Time.Pass(3.1);
        Assert.Equal(408, Failure());

        world.Perform(Invite(hasOthers: true, leg: 2), "second");
        Assert.Equal(503, Failure());
        Assert.DoesNotContain(world.Sent("INVITE"), invite => invite.Contains("leg-2-", StringComparison.Ordinal));

        world.Perform(Invite(leg: 3), "third");
        Assert.Contains(world.Sent("INVITE"), invite => invite.Contains("leg-3-", StringComparison.Ordinal));

        world.Time.Pass(31);
        world.Perform(Invite(hasOthers: true, leg: 4), "fourth");
        Assert.Contains(world.Sent("INVITE"), invite => invite.Contains("leg-4-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trunk_that_says_anything_is_waited_for()
    {
        world.Perform(Invite(hasOthers: true));
        world.Answer(world.Sent("INVITE")[0], 100, from: Far);
        world.Time.Pass(10);
        Assert.DoesNotContain(world.Core.Commands, command => command is CallCommand.RecordLegFailed);
    }

    [Fact]
    public void A_trunk_that_was_given_up_and_rings_after_all_is_cancelled()
    {
        world.Perform(Invite(hasOthers: true));
        world.Time.Pass(3.1);
        world.Answer(world.Sent("INVITE")[0], 180, from: Far);
        Assert.Single(world.Sent("CANCEL"));
    }

    [Fact]
    public void A_trunk_that_is_asked_is_known_to_be_away_before_a_call_finds_out_and_to_be_back()
    {
        world.Plan.Trunks[1] = world.Plan.Trunks[1] with { AskEvery = TimeSpan.FromSeconds(30), Channels = null };
        world.Time.Pass(5.1);
        Assert.Single(world.Sent("OPTIONS sip:127.7.0.8").Distinct());
        world.Time.Pass(33);
        world.Perform(Invite(hasOthers: true));
        Assert.Equal(503, Failure());

        world.Time.Pass(6);
        world.Answer(world.Sent("OPTIONS sip:127.7.0.8")[^1], 404, from: Far);
        world.Perform(Invite(hasOthers: true, leg: 2), "second");
        Assert.Single(world.Sent("INVITE"));
    }

    [Fact]
    public void A_trunk_that_was_taken_out_and_put_in_again_has_no_past()
    {
        var trunk = world.Plan.Trunks[1] with { Channels = null };
        world.Plan.Trunks[1] = trunk;
        world.Perform(Invite(hasOthers: true));
        world.Time.Pass(3.1);
        Assert.Equal(408, Failure());

        world.Plan.Trunks.Remove(trunk);
        world.Time.Pass(6);
        world.Plan.Trunks.Add(trunk);
        world.Perform(Invite(hasOthers: true, leg: 2), "second");
        Assert.Contains(world.Sent("INVITE"), invite => invite.Contains("leg-2-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trunk_that_is_not_to_be_asked_is_not()
    {
        world.Time.Pass(300);
        Assert.Empty(world.Sent("OPTIONS"));
    }

    private IEnumerable<CallArrival> Arrivals() => world.Core.Commands.OfType<CallCommand.RecordArrival>().Select(told => told.Arrival);

    private bool IsTaken(string number)
    {
        var before = Arrivals().Count();
        calls++;
        world.Receive(World.Invite(number: number, branch: $"z9hG4bK-{calls}", callId: $"call-{calls}"));
        return Arrivals().Count() > before;
    }

    private int Failure() => world.Core.Commands.OfType<CallCommand.RecordLegFailed>().Last().Status;

    private static LegCommand.SendInvite Invite(bool hasOthers = false, int leg = 1) => new(
        leg,
        new Dialog
        {
            CallId = $"leg-{leg}-call-id",
            LocalTag = $"leg-{leg}-tag",
            LocalParty = "<sip:13800138000@127.7.0.1>",
            RemoteParty = "<sip:021@127.7.0.8>",
            RemoteTarget = "sip:021@127.7.0.8",
            LocalCSeq = 1,
            Token = LegToken.Of(World.Call, leg).ToString(),
        },
        new SdpSpec(9, 1, new MediaSlot("m1", "127.7.0.1", 20_000), MediaSide.Other, [8, 0], 101, MediaDirection.SendReceive),
        VirtualClock.Start.AddSeconds(600),
        null)
    {
        Trunk = "out",
        HasOthers = hasOthers,
    };

    private sealed class Occupied : IChannels
    {
        public HashSet<(string Call, int Leg)> Channels { get; } = [];

        public IReadOnlySet<(string Call, int Leg)> Of(string tenant, string trunk) => Channels;
    }
}
