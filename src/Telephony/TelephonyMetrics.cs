using System.Diagnostics.Metrics;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony;

/// <summary>What the edge counts, under the meter <see cref="MeterName"/>.</summary>
public static class TelephonyMetrics
{
    public const string MeterName = "CallCenter.Telephony";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Received = Meter.CreateCounter<long>("sip.messages.received", description: "SIP messages received");

    internal static readonly Counter<long> Sent = Meter.CreateCounter<long>("sip.messages.sent", description: "SIP messages sent, repetitions included");

    internal static readonly Counter<long> Dropped = Meter.CreateCounter<long>("sip.messages.dropped", description: "Datagrams and connections that found no room");

    internal static readonly Counter<long> Malformed = Meter.CreateCounter<long>("sip.messages.malformed", description: "Messages that could not be read");

    internal static readonly Counter<long> Arrivals = Meter.CreateCounter<long>("sip.arrivals", description: "INVITEs of new calls, by outcome");

    internal static readonly Counter<long> Shed = Meter.CreateCounter<long>("sip.shed", description: "New requests refused because the edge is full");

    internal static readonly Counter<long> Limited = Meter.CreateCounter<long>("sip.limited", description: "New requests refused because their source, their trunk or their tenant brings too many, and calls that a trunk has no channel for");

    internal static readonly Counter<long> TrunksSilent = Meter.CreateCounter<long>("sip.trunks.silent", description: "Times that a trunk was found to be silent, or out of service");

    internal static readonly Counter<long> SentElsewhere = Meter.CreateCounter<long>("sip.last.resort", description: "Callers sent to their number's last resort because no core answered");

    internal static readonly Counter<long> CallersNotKnown = Meter.CreateCounter<long>("sip.callers.unknown", description: "Look-ups of callers that failed or took too long");

    internal static readonly Counter<long> Challenged = Meter.CreateCounter<long>("sip.digest.failures", description: "Credentials that were wrong");

    internal static readonly Counter<long> Defects = Meter.CreateCounter<long>("sip.defects", description: "Messages or duties that met a defect");

    internal static KeyValuePair<string, object?> Of(Transport transport) => new("transport", transport.InVia().ToLowerInvariant());

    internal static KeyValuePair<string, object?> Limit(string which) => new("limit", which);

    internal static KeyValuePair<string, object?> Outcome(int status) => new("status", status);
}
