using CallCenter.Cluster.Sharding;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Cluster.Tests.Sharding;

public sealed class RendezvousTests
{
    private static readonly Gen<string[]> Names = Gen.Choose(1, 12).SelectMany(count =>
        Gen.ArrayOf(Gen.Choose(0, 999).Select(number => $"node-{number}"), count)).Select(names => names.Distinct().ToArray());

    [Fact]
    public void Who_leaves_moves_only_its_own_shards() => Check.QuickThrowOnFailure(Prop.ForAll(Names.Where(names => names.Length > 1).ToArbitrary(), names =>
        Enumerable.Range(0, 256).All(shard => Rendezvous.First(shard, names) is var owner
            && (owner == names[0] || Rendezvous.First(shard, names[1..]) == owner))));

    [Fact]
    public void Who_joins_takes_shards_and_moves_no_other() => Check.QuickThrowOnFailure(Prop.ForAll(Names.ToArbitrary(), names =>
        Enumerable.Range(0, 256).All(shard => Rendezvous.First(shard, [.. names, "newcomer"]) is var owner
            && (owner == "newcomer" || Rendezvous.First(shard, names) == owner))));

    [Fact]
    public void The_order_of_the_names_does_not_matter() => Check.QuickThrowOnFailure(Prop.ForAll(Names.ToArbitrary(), names =>
        Enumerable.Range(0, 64).All(shard => Rendezvous.First(shard, names) == Rendezvous.First(shard, names.Reverse()))));

    [Fact]
    public void Ranks_are_each_once_and_the_first_is_the_owner() => Check.QuickThrowOnFailure(Prop.ForAll(Names.ToArbitrary(), names =>
        Enumerable.Range(0, 64).All(shard => names.Select(name => Rendezvous.Rank(shard, name, names)).Order().SequenceEqual(Enumerable.Range(0, names.Length))
            && Rendezvous.Rank(shard, Rendezvous.First(shard, names)!, names) == 0)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public void Shards_are_spread_evenly(int members)
    {
        var names = Enumerable.Range(1, members).Select(number => $"core{number}").ToArray();

        var owned = Enumerable.Range(0, 4_096).GroupBy(shard => Rendezvous.First(shard, names)).Select(group => group.Count()).ToList();

        Assert.Equal(members, owned.Count);
        Assert.All(owned, count => Assert.InRange(count, 0.75 * 4_096 / members, 1.25 * 4_096 / members));
    }

    /// <summary>Versions that rank differently would hand shards back and forth.</summary>
    [Fact]
    public void Weights_are_the_same_for_ever() =>
        Assert.Equal("222211221213123222323133", string.Concat(Enumerable.Range(0, 24).Select(shard => Rendezvous.First(shard, ["core1", "core2", "core3"])![^1])));
}
