using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Tests.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresSnapshotsTests(PostgresServer server) : SnapshotsContract
{
    private readonly CenterDatabase database = new(server.Server);

    public override void Dispose() => database.Dispose();

    protected override ISnapshots Open() => database.Open().Snapshots;
}
