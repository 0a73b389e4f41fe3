using System.Collections.Concurrent;
using System.Diagnostics;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Tests.Routing;
using CallCenter.Cluster.Tracing;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Tracing;

/// <summary>One trace follows what an ask causes, from actor to actor and from node to node.</summary>
public sealed class SpanTests : IDisposable
{
    private readonly Town town = new();
    private readonly TownNode edge;
    private readonly TownNode two;
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly Activity call = new Activity("call").SetIdFormat(ActivityIdFormat.W3C);
    private readonly ActivityListener listener;

    public SpanTests()
    {
        edge = town.Start("edge", Roles.Edge);
        var one = town.Start("one");
        two = town.Start("two");
        town.Give(one, 0, 1);
        town.Give(two, 2, 3);
        town.Run();

        // Other tests make spans too: ours are those of our trace, and the commits that name them.
        call.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        call.Start();
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClusterTraces.SourceName,
            Sample = (ref options) => options.Parent.TraceId == call.TraceId || options.Links?.Any(link => link.Context.TraceId == call.TraceId) == true
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Fact]
    public void A_trace_follows_an_ask_over_nodes_and_back()
    {
        two.Ask(Town.PurseOf(2), new C.Put(10));
        ended.Clear();

        edge.Ask(Town.PurseOf(2), new C.Pay(Town.PurseOf(0), 3, 1));
        town.Elapse(TimeSpan.FromSeconds(1));

        var ask = Single("ask Agent Pay");
        var pay = Single("Agent Pay");
        var link = Single("link Agent Receive");
        var receive = Single("Agent Receive");
        Assert.Equal(call.SpanId, ask.ParentSpanId);
        Assert.Equal(ask.SpanId, pay.ParentSpanId);
        Assert.Equal(pay.SpanId, link.ParentSpanId);
        Assert.Equal(link.SpanId, receive.ParentSpanId);
        Assert.Equal(PurseBehaviour.Id(Town.PurseOf(0)).ToString(), receive.GetTagItem("callcenter.actor"));
        Assert.Equal("Answered", ask.GetTagItem("callcenter.answer"));
        Assert.Contains(ended, span => span.OperationName == "commit" && span.Links.Any(turn => turn.Context.SpanId == pay.SpanId));
    }

    [Fact]
    public void What_was_never_written_shows_as_an_error()
    {
        two.Store.Hold();
        two.Ask(Town.PurseOf(2), new C.Put(10));
        town.Take(edge, 2);
        two.Store.LetGo();
        town.Run();

        var turn = Single("Agent Put");
        Assert.Equal((ActivityStatusCode.Error, "Fenced"), (turn.Status, turn.StatusDescription));
    }

    [Fact]
    public void Spans_of_the_engine_are_never_the_current_one()
    {
        edge.Ask(Town.PurseOf(2), new C.Put(10));

        Assert.Same(call, Activity.Current);
    }

    public void Dispose()
    {
        listener.Dispose();
        call.Stop();
    }

    private Activity Single(string name) => Assert.Single(ended, span => span.OperationName == name);
}
