namespace CallCenter.Actors.Reports;

/// <summary>
/// What events changed in the figures, until it is written. What a quarter that is closed would change goes into a correction, named by the
/// position in the journal of the event that makes it.
/// </summary>
public sealed class FigureChanges
{
    private readonly Dictionary<FigureKey, FigureSet> sums = [];
    private readonly Dictionary<(FigureKey Key, string Number), FigureSet> corrections = [];

    public IReadOnlyDictionary<FigureKey, FigureSet> Sums => sums;

    public IReadOnlyDictionary<(FigureKey Key, string Number), FigureSet> Corrections => corrections;

    /// <param name="tenant">Whose fact it is.</param>
    /// <param name="before">What the fact gave until now.</param>
    /// <param name="after">What it gives from now on.</param>
    /// <param name="number">The position of the event that changed it, as <c>shard:pos</c>.</param>
    public void Change(string tenant, IEnumerable<Contribution> before, IEnumerable<Contribution> after, string number)
    {
        foreach (var one in before)
        {
            // Only what is over says how long it was, and that does not change any more.
            if (!FigureSet.IsLongest(one.Figure))
            {
                Of(tenant, one, number).Add(one.Figure, -one.Amount);
            }
        }

        foreach (var one in after)
        {
            Of(tenant, one, number).Add(one.Figure, one.Amount);
        }
    }

    private FigureSet Of(string tenant, Contribution one, string number)
    {
        var key = new FigureKey(tenant, one.Of, one.Subject, one.Quarter);
        if (one.IsCorrection)
        {
            return corrections.TryGetValue((key, number), out var correction) ? correction : corrections[(key, number)] = new FigureSet();
        }

        return sums.TryGetValue(key, out var sum) ? sum : sums[key] = new FigureSet();
    }
}

/// <summary>A subject and a quarter of an hour.</summary>
public readonly record struct FigureKey(string Tenant, FigureOf Of, string Subject, int Quarter);
