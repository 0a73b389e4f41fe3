using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>Duties at the ports of another process.</summary>
public sealed class PerformTests
{
    private static readonly string Purse = Town.PurseOf(0);
    private readonly Town town = new();
    private readonly TownNode one;
    private readonly TownNode two;
    private readonly TownNode edge;

    public PerformTests()
    {
        (one, two, edge) = (town.Start("one"), town.Start("two"), town.Start("edge", Roles.Edge));
        town.Give(one, 0, 1);
        town.Give(two, 2, 3);
        one.Ask(Purse, new C.Mint(5, 1));
    }

    [Fact]
    public void A_process_without_ports_lets_the_edge_perform()
    {
        Assert.Empty(one.Performer.All);
        Assert.Single(edge.Performer.All).Complete(PerformOutcome.Done);
        town.Run();

        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }

    [Fact]
    public void A_perform_leaves_when_its_decision_is_durable()
    {
        one.Store.Hold();
        one.Ask(Town.PurseOf(1), new C.Mint(5, 1));
        Assert.Single(edge.Performer.All);

        one.Store.LetGo();
        town.Run();
        Assert.Equal(2, edge.Performer.All.Count);
    }

    [Fact]
    public void A_perform_that_may_pass_is_repeated()
    {
        edge.Performer.All[0].Complete(PerformOutcome.Again);
        town.Elapse(TimeSpan.FromSeconds(1));

        Assert.Equal(2, edge.Performer.All.Count);
    }

    [Fact]
    public void The_successor_of_a_dead_node_has_it_performed_and_the_old_one_is_called_off()
    {
        town.Kill(one);
        town.Run();
        Assert.True(edge.Performer.All[0].DutyEnded.IsCancellationRequested);

        town.Give(two, 0, 1);
        town.Run();
        Assert.False(edge.Performer.All[1].DutyEnded.IsCancellationRequested);
        edge.Performer.All[0].Complete(PerformOutcome.Failed);
        edge.Performer.All[1].Complete(PerformOutcome.Done);
        town.Run();
        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }

    [Fact]
    public void A_newer_owner_takes_over_from_one_that_does_not_know_it_yet()
    {
        two.Node.Acquire(town.Take(two, 0));
        town.Run();

        Assert.True(edge.Performer.All[0].DutyEnded.IsCancellationRequested);
        edge.Performer.All[1].Complete(PerformOutcome.Done);
        town.Run();
        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }

    [Fact]
    public void An_edge_that_is_not_reached_is_asked_through_another_core()
    {
        town.Links.Break(one, edge);
        town.Elapse(TimeSpan.FromSeconds(3));
        Assert.True(edge.Performer.All[0].DutyEnded.IsCancellationRequested);
        Assert.False(edge.Performer.All[1].DutyEnded.IsCancellationRequested);
        Assert.Contains(town.Links.Sent, sent => sent is { From: "two", To: "edge", Frame: Frame.Perform });

        edge.Performer.All[1].Complete(PerformOutcome.Done);
        town.Run();
        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }

    [Fact]
    public void Who_may_have_lost_its_lease_passes_nothing_on()
    {
        two.Node.Hold();
        town.Links.Break(one, edge);
        town.Elapse(TimeSpan.FromSeconds(3));
        Assert.Single(edge.Performer.All);

        two.Node.Resume();
        town.Elapse(TimeSpan.FromSeconds(20));
        edge.Performer.All[1].Complete(PerformOutcome.Done);
        town.Run();
        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }

    [Fact]
    public void What_is_passed_on_and_no_longer_owed_is_called_off_at_the_edge()
    {
        town.Links.Break(one, edge);
        town.Elapse(TimeSpan.FromSeconds(3));
        town.Kill(one);
        town.Run();

        Assert.All(edge.Performer.All, asked => Assert.True(asked.DutyEnded.IsCancellationRequested));
    }

    [Fact]
    public void What_an_evicted_node_wanted_is_called_off()
    {
        one.IsFrozen = true;
        town.Evict(one);
        town.Run();

        Assert.True(edge.Performer.All[0].DutyEnded.IsCancellationRequested);
    }

    [Fact]
    public void A_duty_that_ended_is_called_off_at_the_edge()
    {
        one.Ask(Purse, new C.RecordMintFailed(1));

        Assert.True(edge.Performer.All[0].DutyEnded.IsCancellationRequested);
    }

    [Fact]
    public void A_lost_link_means_again()
    {
        town.Links.Break(one, edge);
        town.Run();
        Assert.True(edge.Performer.All[0].DutyEnded.IsCancellationRequested);

        town.Links.Make(one, edge);
        town.Elapse(TimeSpan.FromSeconds(5));
        Assert.Equal(2, edge.Performer.All.Count);
    }

    [Fact]
    public void What_waits_for_an_edge_goes_at_once_when_there_is_one()
    {
        town.Links.Break(one, edge);
        town.Links.Break(two, edge);
        town.Elapse(TimeSpan.FromSeconds(20));
        Assert.Single(edge.Performer.All);

        // No time passes; a duty that has waited this long would repeat after two seconds only.
        town.Links.Make(one, edge);
        town.Run();
        edge.Performer.All[1].Complete(PerformOutcome.Done);
        town.Run();
        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }

    [Fact]
    public void An_outcome_that_was_lost_is_asked_for_again()
    {
        town.Links.Carry = (_, frame) => frame is Frame.Performed ? 0 : 1;
        edge.Performer.All[0].Complete(PerformOutcome.Done);
        town.Run();
        town.Links.Carry = null;
        town.Elapse(TimeSpan.FromSeconds(10));
        edge.Performer.All[1].Complete(PerformOutcome.Done);
        town.Run();

        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }

    [Fact]
    public void A_full_link_is_told_later()
    {
        town.Links.Full = "edge";
        edge.Performer.All[0].Complete(PerformOutcome.Done);
        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.Equal(["MintAsked"], town.Story(Purse));

        town.Links.Full = null;
        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.Equal(["MintAsked", "Minted"], town.Story(Purse));
    }
}
