using CallCenter.Actors.Collections;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Actors.Tests.Collections;

/// <summary>A search trusts prefixes: one that contradicts the order would lose what it stands for.</summary>
public sealed class PrefixTests
{
    private static readonly string[] Tricky = [null!, "", "a", "aa", "abcdefgh", "abcdefghi", "abcdefgz", "abÿx", "abÿz", "ab中a", "ab中", "ab文", "中", "\0", "a\0b", "ÿÿ", "þÿ"];

    [Fact]
    public void The_lesser_name_never_has_the_greater_prefix() =>
        Assert.All(
            from one in Tricky from other in Tricky where string.CompareOrdinal(one, other) < 0 select (one, other),
            pair => Assert.True(Prefix.Of(pair.one) <= Prefix.Of(pair.other), $"{pair}"));

    [Fact]
    public void Nor_does_any_other() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
            ArbMap.Default.ArbFor<string>(),
            ArbMap.Default.ArbFor<string>(),
            (one, other) => Math.Sign(string.CompareOrdinal(one, other)) * Prefix.Of(one).CompareTo(Prefix.Of(other)) >= 0));

    [Fact]
    public void Nor_the_lesser_id()
    {
        var random = new Random(1);
        StayId[] stays = [.. Enumerable.Range(0, 300).Select(_ => new StayId($"{random.Next(200)}", random.Next(3)))];
        OfferId[] offers = [.. stays.Select(stay => new OfferId(stay, random.Next(3)))];
        ActorId[] actors = [.. stays.Select(stay => random.Next(2) == 0 ? ActorId.Agent(stay.Call, "x") : ActorId.Call("t", stay.Call, stay.Call))];
        AssertAgree(stays);
        AssertAgree(offers);
        AssertAgree(actors);
    }

    private static void AssertAgree<T>(T[] items)
        where T : struct, IOrdered<T>
    {
        var inOrder = items.Order().ToArray();
        Assert.Equal(inOrder.Select(item => item.Prefix).Order(), inOrder.Select(item => item.Prefix));
    }
}
