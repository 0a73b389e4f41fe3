using System.Diagnostics.Metrics;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Telephony.Tests.Media;

public sealed class MediaReportTests
{
    private static readonly MediaSlot Slot = new("embedded", "127.0.0.1", 20_000);
    private static readonly SideReport Heard = new(new SideCounts(In: 500, Out: 500, 0, 0, 0, 0), TimeSpan.FromMilliseconds(10), MaySend: true, SourceProven: true);

    [Fact]
    public void Who_hears_each_other_is_not_one_way() => Assert.False(new SessionReport(Slot, Heard, Heard).IsOneWay);

    [Fact]
    public void A_side_that_never_spoke_though_it_was_spoken_to_is_one_way()
    {
        var mute = Heard with { Packets = Heard.Packets with { In = 0 }, SilentFor = null };

        Assert.True(new SessionReport(Slot, Heard, mute).IsOneWay);
        Assert.True(new SessionReport(Slot, Heard with { SilentFor = TimeSpan.FromSeconds(3) }, Heard).IsOneWay);
    }

    [Fact]
    public void A_side_that_holds_waits_or_was_just_opened_is_not_one_way()
    {
        var mute = Heard with { Packets = Heard.Packets with { In = 0 }, SilentFor = null };

        Assert.False(new SessionReport(Slot, Heard, mute with { MaySend = false }).IsOneWay);
        Assert.False(new SessionReport(Slot, mute, null).IsOneWay);
        Assert.False(new SessionReport(Slot, Heard, mute with { Packets = default }).IsOneWay);
    }

    [Fact]
    public async Task The_figures_are_metrics()
    {
        var address = $"127.9.{Environment.ProcessId / 250 % 250}.{Environment.ProcessId % 250 + 1}";
        using var media = new EmbeddedMedia(new EmbeddedMediaOptions { Address = address, PortFirst = 23_000, PortLast = 23_023 }, NullLogger<EmbeddedMedia>.Instance);
        media.Recovered();
        await media.Allocate("");

        var slots = new Dictionary<string, int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "media.slots" && ReferenceEquals(instrument.Meter.Scope, media))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => slots[(string)tags[0].Value!] = value);
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal(1, slots["used"]);
        Assert.Equal(3, slots["free"]);
    }
}
