using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>An ask from any process finds its actor, and says unknown only when something may have happened.</summary>
public sealed class RoutedAskTests
{
    private readonly Town town = new();
    private readonly TownNode one;
    private readonly TownNode two;
    private readonly TownNode edge;

    public RoutedAskTests()
    {
        one = town.Start("one");
        two = town.Start("two");
        edge = town.Start("edge", Roles.Edge);
        town.Give(one, 0, 1);
        town.Give(two, 2, 3);
        town.Run();
    }

    [Fact]
    public void An_ask_finds_its_actor_on_another_node()
    {
        Assert.IsType<Answer.Answered>(one.Ask(Town.PurseOf(2), new C.Put(5)).Answer);
        Assert.IsType<Answer.Answered>(edge.Ask(Town.PurseOf(0), new C.Put(7)).Answer);

        Assert.Equal(5, edge.Coins(Town.PurseOf(2)));
        Assert.Equal(7, two.Coins(Town.PurseOf(0)));
    }

    [Fact]
    public void An_answer_crosses_the_link_only_when_it_is_durable()
    {
        two.Store.Hold();
        var asked = one.Ask(Town.PurseOf(2), new C.Put(5));
        Assert.False(asked.IsOut);

        two.Store.LetGo();
        town.Run();
        Assert.IsType<Answer.Answered>(asked.Answer);
    }

    [Fact]
    public void An_ask_of_a_former_owner_goes_on_to_the_new_one()
    {
        // Two has it by the database and knows; nobody told the edge.
        one.Node.Lose([1]);
        two.Node.Acquire(town.Take(two, 1));
        town.Learn(two);
        town.Learn(one);
        var asked = edge.Ask(Town.PurseOf(1), new C.Put(5));
        Assert.False(asked.IsOut);
        Assert.Contains(town.Links.Sent, sent => sent is { From: "one", To: "edge", Frame: Frame.NotHere });

        town.Learn(edge);
        town.Run();
        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.Equal(["CoinsPut"], town.Story(Town.PurseOf(1)));
    }

    [Fact]
    public void While_nobody_has_the_shard_an_ask_waits_within_its_deadline()
    {
        town.Kill(two);
        town.Evict(two);
        var patient = edge.Ask(Town.PurseOf(2), new C.Put(5));
        var hasty = edge.Ask(Town.PurseOf(2), new C.Put(50), TimeSpan.FromSeconds(1));
        town.Elapse(TimeSpan.FromSeconds(3));
        Assert.False(patient.IsOut);
        Assert.IsType<Answer.Unknown>(hasty.Answer);

        town.Give(one, 2, 3);
        town.Run();
        Assert.IsType<Answer.Answered>(patient.Answer);
        Assert.Equal(5, edge.Coins(Town.PurseOf(2)));
    }

    [Fact]
    public void A_link_lost_after_sending_is_unknown_at_once()
    {
        two.Store.Hold();
        var asked = edge.Ask(Town.PurseOf(2), new C.Put(5));
        town.Links.Break(edge, two);
        town.Run();

        Assert.IsType<Answer.Unknown>(asked.Answer);
    }

    [Fact]
    public void An_owner_that_is_not_reached_is_asked_through_another_core_that_reaches_it()
    {
        town.Links.Break(edge, two);
        Assert.IsType<Answer.Answered>(edge.Ask(Town.PurseOf(2), new C.Put(5)).Answer);
        Assert.DoesNotContain(town.Links.Sent, sent => sent is { From: "edge", To: "two", Frame: Frame.Ask });
        Assert.Equal(["CoinsPut"], town.Story(Town.PurseOf(2)));
    }

    [Fact]
    public void Nobody_passes_on_what_it_cannot_and_the_ask_waits_for_a_link()
    {
        town.Links.Break(edge, two);
        town.Links.Break(one, two);
        var asked = edge.Ask(Town.PurseOf(2), new C.Put(5));
        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.False(asked.IsOut);

        town.Links.Make(one, two);
        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.Equal(["CoinsPut"], town.Story(Town.PurseOf(2)));
    }

    [Fact]
    public void What_was_passed_on_is_unknown_when_either_link_breaks()
    {
        town.Links.Break(edge, two);
        two.Store.Hold();
        var first = edge.Ask(Town.PurseOf(2), new C.Put(5));
        town.Links.Break(one, two);
        town.Run();
        Assert.IsType<Answer.Unknown>(first.Answer);

        town.Links.Make(one, two);
        var second = edge.Ask(Town.PurseOf(2), new C.Put(5));
        town.Links.Break(edge, one);
        town.Run();
        Assert.IsType<Answer.Unknown>(second.Answer);
    }

    [Fact]
    public void Who_passed_an_ask_on_and_gives_up_its_own_shards_has_not_answered_for_the_owner()
    {
        town.Links.Break(edge, two);
        two.Store.Hold();
        var asked = edge.Ask(Town.PurseOf(2), new C.Put(5));
        one.Node.Lose([0, 1]);
        one.Node.Vacate(one.Self.Incarnation, () => { });
        town.Run();
        Assert.False(asked.IsOut);

        two.Store.LetGo();
        town.Run();
        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.Equal(["CoinsPut"], town.Story(Town.PurseOf(2)));
    }

    [Fact]
    public void An_ask_of_a_frozen_node_is_unknown_as_soon_as_that_is_evicted()
    {
        two.IsFrozen = true;
        var asked = edge.Ask(Town.PurseOf(2), new C.Put(5));
        town.Elapse(TimeSpan.FromSeconds(3));
        Assert.False(asked.IsOut);

        town.Evict(two);
        town.Run();
        Assert.IsType<Answer.Unknown>(asked.Answer);
    }

    [Fact]
    public void What_waits_in_the_mailbox_of_a_shard_that_moves_is_asked_at_the_successor()
    {
        one.Node.Drain([1], () => { });
        town.Run();
        var asked = edge.Ask(Town.PurseOf(1), new C.Put(5));
        Assert.False(asked.IsOut);

        town.Give(two, 1);
        town.Run();
        Assert.IsType<Answer.Answered>(asked.Answer);
    }

    [Fact]
    public void What_a_fenced_node_decided_is_asked_again_at_the_successor()
    {
        one.Store.Hold();
        var asked = edge.Ask(Town.PurseOf(1), new C.Put(5));
        var epochs = town.Take(two, 1);
        one.Store.LetGo();
        town.Run();
        Assert.Equal([1], one.Fenced);
        Assert.False(asked.IsOut);

        two.Node.Acquire(epochs);
        town.LearnAll();
        town.Run();
        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.Equal(["CoinsPut"], town.Story(Town.PurseOf(1)));
    }

    [Fact]
    public void Who_leaves_says_so_first_and_what_was_on_the_way_to_it_is_asked_elsewhere()
    {
        // Two gives its shards away and goes, all while the edge's ask is on its way there.
        town.Links.Delay = TimeSpan.FromSeconds(1);
        var asked = edge.Ask(Town.PurseOf(2), new C.Put(5));
        two.Node.Lose([2, 3]);
        one.Node.Acquire(town.Take(one, 2, 3));
        var isTold = false;
        two.Node.Vacate(two.Self.Incarnation, () => isTold = true);
        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.False(isTold);
        Assert.False(asked.IsOut);

        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.True(isTold);
        town.Kill(two);
        town.Evict(two);
        town.Elapse(TimeSpan.FromSeconds(3));
        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.Equal(["CoinsPut"], town.Story(Town.PurseOf(2)));
    }

    [Fact]
    public void Who_has_left_is_asked_nothing_more_whatever_the_routes_say()
    {
        two.Node.Lose([2, 3]);
        two.Node.Vacate(two.Self.Incarnation, () => { });
        town.Run();
        var asks = town.Links.Sent.Count(sent => sent.Frame is Frame.Ask);
        var asked = edge.Ask(Town.PurseOf(2), new C.Put(5));
        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.Equal(asks, town.Links.Sent.Count(sent => sent.Frame is Frame.Ask));

        town.Kill(two);
        town.Give(one, 2, 3);
        town.Run();
        Assert.IsType<Answer.Answered>(asked.Answer);
    }

    /// <summary>Its word that nothing happened would be a lie to this one.</summary>
    [Fact]
    public void Who_could_not_send_an_answer_does_not_say_that_nothing_happened()
    {
        two.Store.Hold();
        var asked = edge.Ask(Town.PurseOf(2), new C.Put(5));
        town.Links.Full = "two";
        two.Store.LetGo();
        town.Run();
        town.Links.Full = null;
        var isTold = false;
        two.Node.Lose([2, 3]);
        two.Node.Vacate(two.Self.Incarnation, () => isTold = true);
        town.Give(one, 2, 3);
        town.Elapse(TimeSpan.FromSeconds(1));
        Assert.True(isTold);
        Assert.DoesNotContain(town.Links.Sent, sent => sent is { To: "edge", Frame: Frame.Vacated });

        town.Kill(two);
        town.Run();
        Assert.IsType<Answer.Unknown>(asked.Answer);
        Assert.Equal(["CoinsPut"], town.Story(Town.PurseOf(2)));
    }

    [Fact]
    public void What_no_behaviour_understands_is_refused_by_its_owner()
    {
        var asked = edge.Ask(Town.PurseOf(1), new PurseReply(1));

        Assert.IsType<Answer.Refused>(asked.Answer);
    }

    [Fact]
    public void Frames_of_members_go_to_the_membership_only()
    {
        town.Links.Of("one").TrySend("two", new Frame.Probe(1));
        town.Run();

        Assert.IsType<Frame.Probe>(Assert.Single(two.Heard.Frames));
    }
}
