using CallCenter.Actors.Reports;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>Adds what changed to the stored figures: to the quarter of an hour, and to its hour. Owned by one <see cref="ViewWriter"/>.</summary>
internal sealed class FigureWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement read = new(connection, "SELECT body FROM figures WHERE tenant = $1 AND level = $2 AND of = $3 AND start = $4 AND subject = $5", 5);
    private readonly Statement write = new(connection, "INSERT INTO figures VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO UPDATE SET body = excluded.body", 6);
    private readonly Statement correct = new(connection, "INSERT OR REPLACE INTO correction VALUES ($1, $2, $3, $4, $5, $6)", 6);

    public void Write(FigureChanges changes, SqliteTransaction transaction)
    {
        var hours = new Dictionary<FigureKey, FigureSet>();
        foreach (var (key, sum) in changes.Sums)
        {
            Add(FigureLevel.Quarter, key, sum, transaction);
            if (key.Of is FigureOf.Waiting or FigureOf.Peak)
            {
                continue; // moments do not add up
            }

            var hour = key with { Quarter = key.Quarter / Quarter.PerHour * Quarter.PerHour };
            (hours.TryGetValue(hour, out var all) ? all : hours[hour] = new FigureSet()).Add(sum);
        }

        foreach (var (key, sum) in hours)
        {
            Add(FigureLevel.Hour, key, sum, transaction);
        }

        foreach (var ((key, number), set) in changes.Corrections)
        {
            if (!set.IsEmpty)
            {
                correct.Run(transaction, key.Tenant, (int)key.Of, key.Quarter, key.Subject, number, set.ToBytes());
            }
        }
    }

    public void Dispose()
    {
        read.Dispose();
        write.Dispose();
        correct.Dispose();
    }

    private void Add(FigureLevel level, FigureKey key, FigureSet change, SqliteTransaction transaction)
    {
        if (change.IsEmpty)
        {
            return;
        }

        var sum = new FigureSet();
        sum.Add(read.Bytes(transaction, key.Tenant, (int)level, (int)key.Of, key.Quarter, key.Subject));
        sum.Add(change);
        write.Run(transaction, key.Tenant, (int)level, (int)key.Of, key.Quarter, key.Subject, sum.ToBytes());
    }
}

/// <summary>How long a stored sum is. Written in view rows.</summary>
internal enum FigureLevel
{
    Quarter = 0,
    Hour = 1,
}
