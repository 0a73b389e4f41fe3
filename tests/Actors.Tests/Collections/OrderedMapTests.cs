using System.Text.Json;
using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Tests.Collections;

/// <summary>A map does what a sorted dictionary does, and leaves every map before it as it was.</summary>
public sealed class OrderedMapTests
{
    /// <summary>Seed, number of changes, from how many keys, how many share a prefix.</summary>
    public static TheoryData<int, int, int, int> Walks => new()
    {
        { 1, 2_000, 20, 1 },
        { 2, 2_000, 40, 1_000 },
        { 3, 20_000, 500, 1 },
        { 4, 20_000, 500, 7 },
        { 5, 20_000, 3_000, 1_000_000 },
        { 6, 60_000, 20_000, 1 },
        { 7, 60_000, 20_000, 100 },
    };

    [Theory]
    [MemberData(nameof(Walks))]
    public void It_agrees_with_a_sorted_dictionary_on_every_walk(int seed, int changes, int keys, int blur)
    {
        var random = new Random(seed);
        var expected = new SortedDictionary<Numbered, int>();
        var map = OrderedMap<Numbered, int>.Empty;
        for (var change = 0; change < changes; change++)
        {
            // Waves: it grows for a while, then it shrinks, down to nothing.
            var grows = change * 6 / changes % 2 == 0;
            var key = new Numbered(random.Next(keys), blur);
            if (random.Next(10) < (grows ? 8 : 2))
            {
                expected[key] = change;
                map = map.SetItem(key, change);
            }
            else
            {
                // When it shrinks, by what is there.
                key = !grows && !map.IsEmpty ? map.EntryAt(random.Next(map.Count)).Key : key;
                Assert.Equal(expected.Remove(key), map.ContainsKey(key));
                map = map.Remove(key);
            }

            Assert.Equal(expected.Count, map.Count);
            Assert.Equal(expected.ContainsKey(key), map.ContainsKey(key));
            Assert.Equal(expected.GetValueOrDefault(key), map.GetValueOrDefault(key));
            if (change % (changes / 50) == 0)
            {
                AssertSame(expected, map, keys, blur);
            }
        }

        foreach (var key in expected.Keys.ToArray().OrderBy(_ => random.Next()))
        {
            map = map.Remove(key);
        }

        Assert.True(map.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public void No_change_is_seen_in_a_map_that_was_there_before(int seed, int changes, int keys, int blur)
    {
        var random = new Random(seed);
        var kept = new List<(OrderedMap<Numbered, int> Map, KeyValuePair<Numbered, int>[] Content)>();
        var map = OrderedMap<Numbered, int>.Empty;
        for (var change = 0; change < changes; change++)
        {
            var key = new Numbered(random.Next(keys), blur);
            map = random.Next(3) > 0 ? map.SetItem(key, change) : map.Remove(key);
            if (change % (changes / 20) == 0)
            {
                kept.Add((map, [.. map]));
            }
        }

        Assert.All(kept, before => Assert.Equal(before.Content, before.Map));
    }

    [Fact]
    public void A_change_takes_the_memory_of_its_path_not_of_the_map()
    {
        var map = Counted(100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = map.SetItem(new Numbered(5), -1);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotEqual(map, changed);
        Assert.InRange(taken, 1, 8_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1_000)]
    [InlineData(1_025)]
    [InlineData(40_000)]
    public void One_that_is_built_at_once_is_the_same_and_can_be_taken_apart(int count)
    {
        var map = Counted(count);
        var oneByOne = OrderedMap<Numbered, int>.Empty;
        for (var number = count - 1; number >= 0; number--)
        {
            oneByOne = oneByOne.SetItem(new Numbered(number), number);
        }

        Assert.Equal(oneByOne, map);
        Assert.Equal(oneByOne.GetHashCode(), map.GetHashCode());
        for (var number = 0; number < count; number++)
        {
            Assert.Equal(number, map.First.Value);
            map = map.Remove(new Numbered(number));
        }

        Assert.True(map.IsEmpty);
    }

    [Fact]
    public void One_can_be_built_from_what_is_in_no_order()
    {
        OrderedMap<Numbered, string> map = [new(new Numbered(3), "c"), new(new Numbered(1), "a"), new(new Numbered(2), "b")];

        Assert.Equal(["a", "b", "c"], map.Values);
        Assert.Equal([1, 2, 3], map.Keys.Select(key => key.Number));
        Assert.Throws<ArgumentException>(() => OrderedMap.Create<Numbered, string>([new(new Numbered(1), "a"), new(new Numbered(1), "b")]));
    }

    [Fact]
    public void Going_through_it_allocates_nothing()
    {
        var map = Counted(10_000);
        Assert.Equal(10_000L * 9_999 / 2, SumOf(map));
        var before = GC.GetAllocatedBytesForCurrentThread();
        SumOf(map);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void In_json_it_is_the_object_that_a_sorted_dictionary_is()
    {
        OrderedMap<StayId, string> map = [new(new StayId("b", 1), "two"), new(new StayId("a", 12), "one")];

        var text = JsonSerializer.Serialize(map);

        Assert.Equal("""{"a.12":"one","b.1":"two"}""", text);
        Assert.Equal(JsonSerializer.Serialize(new SortedDictionary<StayId, string>(map.ToDictionary())), text);
        Assert.Equal(map, JsonSerializer.Deserialize<OrderedMap<StayId, string>>(text));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"a.1":"one","a.1":"two"}""")]
    [InlineData("""{"nobody":"one"}""")]
    public void What_is_no_map_is_not_read(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OrderedMap<StayId, string>>(text));

    private static long SumOf(OrderedMap<Numbered, int> map)
    {
        var sum = 0L;
        foreach (var (_, value) in map)
        {
            sum += value;
        }

        return sum;
    }

    private static OrderedMap<Numbered, int> Counted(int count) =>
        [.. Enumerable.Range(0, count).Select(number => KeyValuePair.Create(new Numbered(number), number))];

    private static void AssertSame(SortedDictionary<Numbered, int> expected, OrderedMap<Numbered, int> map, int keys, int blur)
    {
        Assert.Equal(expected, map);
        Assert.Equal(expected.Keys, map.Keys);
        Assert.Equal(expected.Values, map.Values);
        var inOrder = expected.Keys.ToArray();
        for (var number = -1; number <= keys; number += Math.Max(1, keys / 50))
        {
            var key = new Numbered(Math.Max(0, number), blur);
            Assert.Equal(Array.BinarySearch(inOrder, key), map.IndexOf(key));
            Assert.Equal(inOrder.Where(item => item >= key), map.From(key).Select(entry => entry.Key));
        }

        for (var index = 0; index < inOrder.Length; index += Math.Max(1, inOrder.Length / 50))
        {
            Assert.Equal(inOrder[index], map.EntryAt(index).Key);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => map.EntryAt(map.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.EntryAt(-1));
    }
}
