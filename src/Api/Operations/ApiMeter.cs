using System.Diagnostics.Metrics;
using CallCenter.Api.Events;
using CallCenter.Api.Views;

namespace CallCenter.Api.Operations;

/// <summary>What the API's own room measures.</summary>
internal sealed class ApiMeter : IDisposable
{
    private readonly Meter meter = new("CallCenter.Api");

    public ApiMeter(OpenStreams streams, ViewHead head)
    {
        meter.CreateObservableGauge("callcenter.streams.open", () => streams.Count, description: "Event streams that are open");
        meter.CreateObservableGauge("callcenter.agents", () => Agents(head.Boards), description: "Agents by tenant and state");
        meter.CreateObservableGauge("callcenter.queue.waiting", () => Queues(head.Boards, line => line.State.Waiting.Count), description: "Callers waiting by tenant and queue");
        EventsFolded = meter.CreateCounter<long>("callcenter.views.events", description: "Events folded into views");
        CommitTime = meter.CreateHistogram<double>("callcenter.views.commit", "s", "One transaction of the views");
    }

    public Counter<long> EventsFolded { get; }

    public Histogram<double> CommitTime { get; }

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<int>> Agents(Boards boards) =>
        from board in boards.Tenants.Values
        from state in board.Agents.Values.Where(agent => agent.IsShown).GroupBy(agent => agent.Phase)
        select new Measurement<int>(state.Count(), new("tenant", board.Tenant.Tenant), new("state", Http.ApiJson.Word(state.Key)));

    private static IEnumerable<Measurement<int>> Queues(Boards boards, Func<QueueLine, int> number) =>
        from board in boards.Tenants.Values
        from line in board.Queues.Values
        where line.IsShown
        select new Measurement<int>(number(line), new("tenant", board.Tenant.Tenant), new("queue", line.State.Row.Id));
}
