using System.Diagnostics.Metrics;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Api.Http;

namespace CallCenter.Api.Lookups;

/// <summary>What look-ups of callers are counted by.</summary>
internal static class LookupMetrics
{
    private static readonly Meter Meter = new("CallCenter.Api");

    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("callcenter.lookups", description: "Look-ups of callers, by outcome");

    private static readonly Histogram<double> Times = Meter.CreateHistogram<double>("callcenter.lookups.time", "s", "How long look-ups of callers took");

    public static void Record(string tenant, LookedUp answer, TimeSpan took)
    {
        Outcomes.Add(1, new("tenant", tenant), new("lookup", answer.Lookup), new("outcome", ApiJson.Word(answer.Outcome)));
        Times.Record(took.TotalSeconds, new("tenant", tenant), new("lookup", answer.Lookup));
    }
}
