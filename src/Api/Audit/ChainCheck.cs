namespace CallCenter.Api.Audit;

/// <summary>Whether a chain is whole: nothing changed, left out, put in or exchanged.</summary>
/// <param name="Tenant">Whose; empty: of no tenant.</param>
/// <param name="Records">How many follow from each other, from the first on.</param>
/// <param name="Head">The hash of the last of them: kept elsewhere it shows later that nothing was cut off.</param>
/// <param name="BrokenAt">The first that does not follow; null: all do.</param>
internal sealed record ChainCheck(string Tenant, long Records, string Head, long? BrokenAt)
{
    private const int ReadMax = 1_000;

    public static ChainCheck Of(IAuditRows rows, string tenant)
    {
        var (number, hash) = (0L, AuditRow.Beginning);
        while (true)
        {
            var read = rows.Read(tenant, number, ReadMax);
            foreach (var row in read)
            {
                if (!row.Continues(number, hash))
                {
                    return new ChainCheck(tenant, number, Convert.ToHexStringLower(hash), number + 1);
                }

                (number, hash) = (row.Number, row.Hash);
            }

            if (read.Count < ReadMax)
            {
                return new ChainCheck(tenant, number, Convert.ToHexStringLower(hash), null);
            }
        }
    }
}
