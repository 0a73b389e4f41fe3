using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Disk;

/// <summary>The journal alone, one batch outstanding as the lane has it: events of 200 bytes over many streams and shards.</summary>
internal static class JournalBench
{
    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        await JournalTable.Fill(report, store, store.Epoch, $"SQLite {Version()}, WAL, synchronous=FULL");
    }

    private static string Version()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}
