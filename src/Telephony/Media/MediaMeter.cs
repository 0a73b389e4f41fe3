using System.Diagnostics.Metrics;

namespace CallCenter.Telephony.Media;

/// <summary>The media's figures as metrics, taken when they are asked for.</summary>
internal sealed class MediaMeter : IDisposable
{
    public const string MeterName = "CallCenter.Telephony.Media";

    private readonly Meter meter;

    public MediaMeter(EmbeddedMedia media)
    {
        meter = new Meter(new MeterOptions(MeterName) { Scope = media });
        meter.CreateObservableGauge("media.slots", () => Slots(media.Totals()), description: "Port slots, by use");
        meter.CreateObservableGauge("media.sessions", () => Sessions(media), description: "Live sessions, by state");
        meter.CreateObservableCounter("media.packets", () => Packets(media.Totals().Packets), description: "RTP packets, by what became of them");
        meter.CreateObservableCounter("media.digits", () => media.Totals().Packets.Digits, description: "Pressed digits that were noticed");
        meter.CreateObservableCounter("media.announcements", () => Announcements(media.Totals().Announcements), description: "Announcements, by what became of them");
    }

    public void Dispose() => meter.Dispose();

    private static Measurement<int>[] Slots(MediaTotals totals) =>
        [Of(totals.SlotsInUse, "state", "used"), Of(totals.Slots - totals.SlotsInUse, "state", "free")];

    private static Measurement<int>[] Sessions(EmbeddedMedia media)
    {
        var reports = media.Reports().ToArray();
        return
        [
            Of(reports.Count(report => report.Other is null), "state", "one-side"),
            Of(reports.Count(report => report.Other is not null), "state", "two-sides"),
            Of(reports.Count(report => report.IsOneWay), "state", "one-way"),
            Of(media.Totals().Playing, "state", "playing"),
        ];
    }

    private static Measurement<long>[] Packets(SideCounts packets) =>
    [
        Of(packets.In, "what", "received"),
        Of(packets.Out, "what", "sent"),
        Of(packets.Strange, "what", "strange-source"),
        Of(packets.Unreadable, "what", "unreadable"),
        Of(packets.Unsent, "what", "unsent"),
    ];

    public static Measurement<long>[] Announcements(AnnouncementCounts counts) =>
    [
        Of(counts.Said, "what", "said"),
        Of(counts.Chimed, "what", "chimed"),
        Of(counts.Cut, "what", "cut"),
        Of(counts.Late, "what", "late"),
    ];

    private static Measurement<T> Of<T>(T value, string tag, string name)
        where T : struct => new(value, new KeyValuePair<string, object?>(tag, name));
}
