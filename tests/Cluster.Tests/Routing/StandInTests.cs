using CallCenter.Cluster.Membership;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>Duties of an edge that is gone, with others that may stand in for it.</summary>
public sealed class StandInTests
{
    private static readonly string OfOne = Town.PurseOf(0, name: "signalling", mint: "@edge1");
    private readonly Town town = new();
    private readonly TownNode core;
    private readonly TownNode edge1;
    private readonly TownNode edge2;

    public StandInTests()
    {
        (core, edge1, edge2) = (town.Start("core"), town.Start("edge1", Roles.Edge), town.Start("edge2", Roles.Edge));
        town.Give(core, 0, 1, 2, 3);
    }

    [Fact]
    public void A_duty_goes_to_the_edge_that_it_names()
    {
        core.Ask(OfOne, new C.Mint(5, 1));

        Assert.Single(edge1.Performer.All);
        Assert.Empty(edge2.Performer.All);
    }

    [Fact]
    public void A_lost_link_alone_moves_nothing()
    {
        town.Links.Break(core, edge1);
        core.Ask(OfOne, new C.Mint(5, 1));
        town.Elapse(TimeSpan.FromSeconds(20));

        Assert.Empty(edge2.Performer.All);
    }

    [Fact]
    public void What_an_edge_owed_goes_to_another_as_soon_as_it_is_known_to_be_gone()
    {
        core.Ask(OfOne, new C.Mint(5, 1));
        town.Kill(edge1);
        town.Elapse(TimeSpan.FromSeconds(20));
        Assert.Empty(edge2.Performer.All);

        // No time passes; a duty that has waited this long would repeat after two seconds only.
        town.Evict(edge1);
        town.Run();
        Assert.Single(edge2.Performer.All).Complete(PerformOutcome.Done);
        town.Run();
        Assert.Equal(["MintAsked", "Minted"], town.Story(OfOne));
    }

    [Fact]
    public void New_duties_of_an_edge_that_is_gone_begin_at_another_and_the_same_for_all_of_an_actor()
    {
        var edge3 = town.Start("edge3", Roles.Edge);
        town.Kill(edge1);
        town.Evict(edge1);
        core.Ask(OfOne, new C.Mint(5, 1));
        core.Ask(OfOne, new C.Mint(5, 2));

        Assert.Contains(2, new[] { edge2.Performer.All.Count, edge3.Performer.All.Count });
        Assert.Contains(0, new[] { edge2.Performer.All.Count, edge3.Performer.All.Count });
    }

    [Fact]
    public void An_edge_that_is_back_gets_what_is_begun_from_then_on()
    {
        town.Kill(edge1);
        town.Evict(edge1);
        core.Ask(OfOne, new C.Mint(5, 1));
        var back = town.Start("edge1", Roles.Edge);
        core.Ask(OfOne, new C.Mint(5, 2));

        Assert.Equal("mint/1", Assert.Single(edge2.Performer.All).Key);
        Assert.Equal("mint/2", Assert.Single(back.Performer.All).Key);
    }

    [Fact]
    public void Nobody_stands_in_for_sockets()
    {
        var media = Town.PurseOf(0, name: "media", mint: "@edge1");
        town.Kill(edge1);
        town.Evict(edge1);
        core.Ask(media, new C.Mint(5, 1));
        town.Elapse(TimeSpan.FromSeconds(20));
        Assert.Empty(edge2.Performer.All);

        var back = town.Start("edge1", Roles.Edge);
        town.Run();
        Assert.Single(back.Performer.All);
    }

    [Fact]
    public void Without_another_edge_a_duty_waits_for_its_own()
    {
        town.Kill(edge1);
        town.Evict(edge1);
        town.Kill(edge2);
        town.Evict(edge2);
        core.Ask(OfOne, new C.Mint(5, 1));
        town.Elapse(TimeSpan.FromSeconds(20));

        var back = town.Start("edge1", Roles.Edge);
        town.Run();
        Assert.Single(back.Performer.All);
    }

    [Fact]
    public void What_an_edge_holds_is_owed_again_when_it_begins_anew()
    {
        core.Ask(Town.PurseOf(0, name: "held", mint: "@edge1"), new C.Mint(5, 1));
        Assert.Single(edge1.Performer.All).Complete(PerformOutcome.Done);
        town.Elapse(TimeSpan.FromSeconds(20));
        Assert.Single(edge1.Performer.All);

        town.Kill(edge1);
        town.Evict(edge1);
        town.Elapse(TimeSpan.FromSeconds(20));
        var back = town.Start("edge1", Roles.Edge);
        town.Run();

        Assert.Empty(edge2.Performer.All);
        Assert.Single(back.Performer.All).Complete(PerformOutcome.Done);
        town.Elapse(TimeSpan.FromSeconds(20));
        Assert.Single(back.Performer.All);
    }

    [Fact]
    public void What_any_edge_may_hold_goes_to_another_when_it_is_gone_and_only_that()
    {
        foreach (var shard in Enumerable.Range(0, Town.Shards))
        {
            core.Ask(Town.PurseOf(shard, name: "held"), new C.Mint(5, 1));
        }

        var (lost, kept) = edge1.Performer.All.Count > 0 ? (edge1, edge2) : (edge2, edge1);
        var (gone, before) = (lost.Performer.All.Count, kept.Performer.All.Count);
        lost.Performer.Complete(PerformOutcome.Done);
        kept.Performer.Complete(PerformOutcome.Done);
        town.Run();
        town.Kill(lost);
        town.Evict(lost);
        town.Run();

        Assert.Equal(Town.Shards, gone + before);
        Assert.Equal(before + gone, kept.Performer.All.Count);
    }
}
