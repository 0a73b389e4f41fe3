using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Tests.Sharding;

public sealed class PlacementTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly string[] Heirs = ["a", "b", "c"];
    private static readonly int[] Free = [.. Enumerable.Range(0, 30)];

    [Fact]
    public void Each_free_shard_has_one_heir_that_takes_it_at_once()
    {
        var first = Heirs.SelectMany(name => Claims(name).Where(claim => claim.After == TimeSpan.Zero)).Select(claim => claim.Shard);

        Assert.Equal(Free, first.Order());
    }

    [Fact]
    public void In_the_end_anybody_takes_what_is_left()
    {
        foreach (var name in Heirs)
        {
            Assert.Equal(Free, Claims(name).Select(claim => claim.Shard));
            Assert.All(Claims(name), claim => Assert.InRange(claim.After, TimeSpan.Zero, Grace * 2));
        }
    }

    [Fact]
    public void Late_comers_stand_behind_all_others()
    {
        Assert.All(Claims("c", isLate: name => name == "c"), claim => Assert.Equal(Grace * 2, claim.After));
        Assert.Equal(Free, new[] { "a", "b" }.SelectMany(name => Claims(name, isLate: late => late == "c").Where(claim => claim.After == TimeSpan.Zero)).Select(claim => claim.Shard).Order());
    }

    [Fact]
    public void Where_all_are_late_nobody_waits() => Assert.Contains(Claims("b", isLate: _ => true), claim => claim.After == TimeSpan.Zero);

    [Fact]
    public void The_sick_wait_one_grace_more() => Assert.Equal(
        Claims("a").Select(claim => claim.After + Grace), Claims("a", isSick: true).Select(claim => claim.After));

    [Fact]
    public void Who_is_no_heir_claims_nothing() => Assert.Empty(Claims("edge"));

    [Fact]
    public void Only_what_belongs_to_another_moves()
    {
        var moves = Placement.Moves(Free, "a", ["b"]).ToList();

        Assert.All(moves, move => Assert.Equal("b", move.Successor));
        Assert.Equal(Free.Count(shard => Rendezvous.First(shard, ["a", "b"]) == "b"), moves.Count);
        Assert.Empty(Placement.Moves(Free, "a", []));
        Assert.Equal(Free.Length, Placement.Moves(Free, null, ["b", "c"]).Count());
    }

    private static List<(int Shard, TimeSpan After)> Claims(string me, Func<string, bool>? isLate = null, bool isSick = false) =>
        [.. Placement.Claims(Free, Heirs, isLate ?? (_ => false), me, isSick, Grace)];
}
