using System.Text.Json;
using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Tests.Collections;

public sealed class OrderedSetTests
{
    public static TheoryData<int, int> Walks => new()
    {
        { 1, 1 },
        { 2, 50 },
        { 3, 1_000_000 },
    };

    [Theory]
    [MemberData(nameof(Walks))]
    public void It_agrees_with_a_sorted_set_on_every_walk(int seed, int blur)
    {
        var random = new Random(seed);
        var expected = new SortedSet<Numbered>();
        var set = OrderedSet<Numbered>.Empty;
        for (var change = 0; change < 30_000; change++)
        {
            var item = new Numbered(random.Next(2_000), blur);
            var isNew = random.Next(2) == 0 ? expected.Add(item) : !expected.Remove(item);
            set = expected.Contains(item) ? set.Add(item) : set.Remove(item);
            Assert.Equal(expected.Count, set.Count);
            if (change % 500 == 0 && set.Count > 0)
            {
                Assert.Equal(expected, set);
                Assert.Equal((expected.Min, expected.Max), (set.First, set.Last));
                Assert.All(set.Select((each, index) => (each, index)), pair => Assert.Equal((pair.index, pair.each), (set.IndexOf(pair.each), set[pair.index])));
                Assert.Equal(expected.GetViewBetween(item, new Numbered(int.MaxValue)), set.From(item));
            }
        }
    }

    /// <summary>As calls come and go: at the end in, at the front out.</summary>
    [Fact]
    public void A_line_that_moves_on_for_ever_stays_in_order()
    {
        var set = OrderedSet<Numbered>.Empty;
        for (var number = 0; number < 50_000; number++)
        {
            set = set.Add(new Numbered(number));
            if (number >= 1_000)
            {
                Assert.Equal(number - 1_000, set.First.Number);
                set = set.Remove(set.First);
            }
        }

        Assert.Equal(Enumerable.Range(49_000, 1_000), set.Select(item => item.Number));
    }

    [Fact]
    public void What_is_there_already_changes_nothing()
    {
        OrderedSet<Numbered> set = [new(2), new(1)];

        Assert.Equal(set, set.Add(new Numbered(1)).Remove(new Numbered(3)));
        Assert.NotEqual(set, set.Add(new Numbered(3)));
        Assert.Equal(default, set.Remove(new Numbered(1)).Remove(new Numbered(2)));
        Assert.Throws<InvalidOperationException>(() => OrderedSet<Numbered>.Empty.First);
    }

    [Fact]
    public void In_json_it_is_an_array()
    {
        OrderedSet<StayId> set = [new("b", 1), new("a", 12)];

        Assert.Equal("""["a.12","b.1"]""", JsonSerializer.Serialize(set));
        Assert.Equal(set, JsonSerializer.Deserialize<OrderedSet<StayId>>("""["b.1","a.12"]"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OrderedSet<StayId>>("""["b.1","b.1"]"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OrderedSet<StayId>>("{}"));
    }
}
