namespace CallCenter.Simulation.Store;

public enum LockMode
{
    Shared,
    Exclusive,
}

/// <summary>
/// PostgreSQL's transaction locks on numbered things: shared ones go together, an exclusive one alone, and nobody overtakes who waits. Whoever
/// takes several takes them in ascending order, so nobody waits for each other for ever.
/// </summary>
internal sealed class ShardLocks(int count)
{
    private readonly Lock[] locks = [.. Enumerable.Range(0, count).Select(_ => new Lock())];

    /// <summary>Takes all of these for <paramref name="owner"/>, then calls <paramref name="granted"/>: at once if nobody is in the way.</summary>
    public void Take(Holder owner, IReadOnlyList<(int Number, LockMode Mode)> wanted, Action granted) => TakeNext(owner, wanted, 0, granted);

    /// <summary>All that it holds, and its place in any queue.</summary>
    public void Release(Holder owner)
    {
        owner.IsOver = true;
        foreach (var number in owner.Held.Concat(owner.WaitsFor is { } waits ? [waits] : []).ToList())
        {
            var item = locks[number];
            item.Holders.RemoveAll(held => held.Owner == owner);
            item.Waiting.RemoveAll(waiting => waiting.Owner == owner);
        }

        foreach (var number in owner.Held.Concat(owner.WaitsFor is { } waited ? [waited] : []).Distinct().ToList())
        {
            Admit(number);
        }

        owner.Held.Clear();
    }

    private void TakeNext(Holder owner, IReadOnlyList<(int Number, LockMode Mode)> wanted, int index, Action granted)
    {
        owner.WaitsFor = null;
        if (index == wanted.Count)
        {
            granted();
            return;
        }

        var (number, mode) = wanted[index];
        owner.WaitsFor = number;
        locks[number].Waiting.Add(new Request(owner, mode, () => TakeNext(owner, wanted, index + 1, granted)));
        Admit(number);
    }

    private void Admit(int number)
    {
        var item = locks[number];
        while (item.Waiting.Count > 0 && item.MayHave(item.Waiting[0]))
        {
            var next = item.Waiting[0];
            item.Waiting.RemoveAt(0);
            item.Holders.Add(next);
            next.Owner.Held.Add(number);
            next.Granted();
        }
    }

    /// <summary>Who holds locks: one transaction.</summary>
    internal sealed class Holder
    {
        public List<int> Held { get; } = [];

        public int? WaitsFor { get; set; }

        public bool IsOver { get; set; }
    }

    private sealed record Request(Holder Owner, LockMode Mode, Action Granted);

    private sealed class Lock
    {
        public List<Request> Holders { get; } = [];

        public List<Request> Waiting { get; } = [];

        public bool MayHave(Request next) =>
            Holders.Count == 0 || (next.Mode == LockMode.Shared && Holders.TrueForAll(holder => holder.Mode == LockMode.Shared));
    }
}
