using CallCenter.Actors.Reports;

namespace CallCenter.Actors.Tests.Reports;

public sealed class FigureSetTests
{
    private static readonly Figure[] Some = [Figure.Entered, Figure.WaitOfAnswered, Figure.Talk, Figure.LongestWait, Figure.AnsweredWaits, Figure.CallWaits + 250];

    private static (Figure Figure, long Amount)[] Drawn(Random random) =>
        [.. Enumerable.Range(0, random.Next(40)).Select(_ => (Some[random.Next(Some.Length)] + (short)random.Next(3), random.NextInt64(-5, 1L << random.Next(1, 50))))];

    private static FigureSet Of(IEnumerable<(Figure Figure, long Amount)> amounts)
    {
        var set = new FigureSet();
        foreach (var (figure, amount) in amounts)
        {
            set.Add(figure, amount);
        }

        return set;
    }

    [Fact]
    public void Whatever_way_and_order_figures_are_added_they_are_the_same_bytes()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var (one, other) = (Drawn(random), Drawn(random));
            var expected = Of(one.Concat(other)).ToBytes();

            var mixed = one.Concat(other).ToArray();
            random.Shuffle(mixed);
            Assert.Equal(expected, Of(mixed).ToBytes());

            var merged = Of(one);
            merged.Add(Of(other));
            Assert.Equal(expected, merged.ToBytes());

            var read = new FigureSet();
            read.Add(Of(other).ToBytes());
            read.Add(Of(one).ToBytes());
            Assert.Equal(expected, read.ToBytes());
            Assert.All(Some, figure => Assert.Equal(merged[figure], read[figure]));
        }
    }

    [Fact]
    public void Of_the_longest_the_longest_is_kept_and_all_else_is_added()
    {
        var set = Of([(Figure.LongestWait, 7), (Figure.LongestWait, 5), (Figure.Entered, 1), (Figure.Entered, 2)]);

        Assert.Equal((7, 3), (set[Figure.LongestWait], set[Figure.Entered]));
    }

    [Fact]
    public void What_comes_to_nothing_is_not_there()
    {
        var set = Of([(Figure.Entered, 3), (Figure.Entered, -3)]);

        Assert.True(set.IsEmpty);
        Assert.Empty(set.ToBytes());
    }

    [Fact]
    public void Reading_can_stop_before_the_histograms()
    {
        var set = new FigureSet();
        set.Add(Of([(Figure.Entered, 3), (Figure.AnsweredWaits + 4, 2)]).ToBytes(), before: (short)Figure.AnsweredWaits);

        Assert.Equal((3, 0), (set[Figure.Entered], set[Figure.AnsweredWaits + 4]));
    }
}
