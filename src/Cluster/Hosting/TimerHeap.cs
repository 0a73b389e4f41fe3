namespace CallCenter.Cluster.Hosting;

/// <summary>Something that is due at a time; it knows its place in the heap, so that cancelling is O(log n) and leaves nothing behind.</summary>
internal abstract class Due
{
    internal const int Unset = -1;

    internal long Ticks;
    internal long Order;
    internal int Index = Unset;

    public bool IsSet => Index != Unset;

    /// <summary>Runs on the loop, never before its time.</summary>
    public abstract void Fire();
}

/// <summary>The timers of a loop: a binary heap by time, then by order of setting, so that equal times fire in a known order.</summary>
internal sealed class TimerHeap
{
    private Due[] items = new Due[64];
    private long order;

    public int Count { get; private set; }

    public DateTimeOffset? Next => Count == 0 ? null : new DateTimeOffset(items[0].Ticks, TimeSpan.Zero);

    public void Set(Due due, DateTimeOffset at)
    {
        Cancel(due);
        due.Ticks = at.UtcTicks;
        due.Order = ++order;
        if (Count == items.Length)
        {
            Array.Resize(ref items, Count * 2);
        }

        Place(due, Count++);
        Up(due.Index);
    }

    public void Cancel(Due due)
    {
        if (!due.IsSet)
        {
            return;
        }

        var hole = due.Index;
        due.Index = Due.Unset;
        var last = items[--Count];
        items[Count] = null!;
        if (last != due)
        {
            Place(last, hole);
            Up(hole);
            Down(last.Index);
        }
    }

    /// <summary>The next one whose time has come, taken out; or null.</summary>
    public Due? Take(DateTimeOffset now)
    {
        if (Count == 0 || items[0].Ticks > now.UtcTicks)
        {
            return null;
        }

        var first = items[0];
        Cancel(first);
        return first;
    }

    /// <summary>All of one sort, taken out, in no particular order.</summary>
    public List<T> TakeAll<T>()
        where T : Due
    {
        var taken = items.Take(Count).OfType<T>().ToList();
        taken.ForEach(Cancel);
        return taken;
    }

    private void Up(int index)
    {
        while (index > 0 && IsBefore(items[index], items[(index - 1) / 2]))
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void Down(int index)
    {
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= Count)
            {
                return;
            }

            if (child + 1 < Count && IsBefore(items[child + 1], items[child]))
            {
                child++;
            }

            if (!IsBefore(items[child], items[index]))
            {
                return;
            }

            Swap(index, child);
            index = child;
        }
    }

    private static bool IsBefore(Due left, Due right) => left.Ticks < right.Ticks || (left.Ticks == right.Ticks && left.Order < right.Order);

    private void Swap(int left, int right)
    {
        var moved = items[left];
        Place(items[right], left);
        Place(moved, right);
    }

    private void Place(Due due, int index)
    {
        items[index] = due;
        due.Index = index;
    }
}
