using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Tests;

public sealed class SqliteSnapshotsTests : SnapshotsContract
{
    private readonly string directory = Directory.CreateTempSubdirectory("snapshots").FullName;
    private readonly List<SqliteEventStore> opened = [];

    public override void Dispose()
    {
        opened.ForEach(store => store.Dispose());
        Directory.Delete(directory, true);
    }

    protected override ISnapshots Open()
    {
        var store = SqliteEventStore.Open(null, new SqliteOptions { Directory = directory, Shards = 8 }, TimeProvider.System, null);
        opened.Add(store);
        return store;
    }
}
