using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>With several edges each duty names the one whose sockets it needs.</summary>
public sealed class WhichEdgeTests
{
    [Fact]
    public void The_caller_is_answered_where_its_invite_came_in() =>
        Assert.Equal("edge-1", Duty(Arrived().With(new C.RecordQueued(Stay())), "respond/200").At);

    [Fact]
    public void A_phone_is_called_by_the_edge_it_registered_through()
    {
        var scene = Waiting().With(RingThrough("edge-2"));
        Assert.Equal("edge-2", Duty(scene, "invite/1").At);

        scene.With(new C.RecordAnswer(1, Answer()));
        Assert.Equal("edge-2", Duty(scene, "ack/1").At);

        scene.With(CallerBye());
        Assert.Equal("edge-2", Duty(scene, "bye/1").At);
    }

    [Fact]
    public void A_phone_that_no_edge_holds_is_called_by_the_callers() =>
        Assert.Equal("edge-1", Duty(Waiting().With(RingThrough(null)), "invite/1").At);

    [Fact]
    public void Media_stays_with_the_instance_that_has_the_ports()
    {
        var scene = Waiting().With(RingThrough("edge-2"));
        Assert.Equal(Slot.Instance, Assert.Single(scene.Owed.OfType<Duty.Perform>(), duty => duty.Port == Port.Media).At);

        scene.With(CallerBye());
        Assert.Equal(Slot.Instance, Duty(scene, "media-close").At);
    }

    [Fact]
    public void A_media_server_is_asked_by_any_edge()
    {
        var shared = Arrival() with { Slot = new MediaSlot("m1", "192.0.2.50", 30_000, 5) { OtherPort = 30_044, IsShared = true } };
        var scene = new CallScene().With(new C.RecordArrival(shared));
        var media = Assert.Single(scene.Owed.OfType<Duty.Perform>(), duty => duty.Port == Port.Media);
        Assert.Null(media.At);

        scene.With(new C.RecordCancel());
        Assert.Null(Duty(scene, "media-close").At);
    }

    [Fact]
    public void Ports_that_nobody_closes_within_a_day_are_gone_with_who_had_them()
    {
        var scene = Waiting().With(CallerBye());
        var end = Assert.Single(scene.Owed.OfType<Duty.Wake>(), wake => wake.Key == "media-end");
        Assert.Equal(Start + TimeSpan.FromDays(1), end.At);

        scene.With((C)end.Message);
        Assert.False(scene.Owes("media-close") || scene.Owes("media-end"));
    }

    private static C.Ring RingThrough(string? edge) => Ring() is var ring ? ring with { Phone = ring.Phone with { Edge = edge } } : ring;

    private static Duty.Perform Duty(CallScene scene, string key) => Assert.Single(scene.Owed.OfType<Duty.Perform>(), duty => duty.Key == key);
}
