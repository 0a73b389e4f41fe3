namespace CallCenter.Cluster.Lane;

/// <summary>
/// Lane positions killed by failures, as ascending ranges. Positions are never reused (rule 1), so a range stays true for ever; neighbouring
/// failures melt into one range.
/// </summary>
internal sealed class DeadPositions
{
    private readonly List<(long From, long To)> ranges = [];

    public int Ranges => ranges.Count;

    public void Kill(long from, long to)
    {
        if (ranges.Count > 0 && ranges[^1].To + 1 >= from)
        {
            ranges[^1] = (ranges[^1].From, to);
            return;
        }

        ranges.Add((from, to));
    }

    public bool Contains(long position)
    {
        if (ranges.Count == 0 || position > ranges[^1].To || position < ranges[0].From)
        {
            return false;
        }

        var (low, high) = (0, ranges.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].To < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return ranges[low].From <= position;
    }
}
