using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cluster.Tests.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresSchemaTests(PostgresServer server) : IDisposable
{
    private readonly CenterDatabase database = new(server.Server, CenterDatabase.Patient with { Shards = null });

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task Processes_that_start_together_make_one_schema()
    {
        var centers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => database.Open())));

        Assert.All(centers, center => Assert.Equal(PostgresOptions.ShardsOfNew, center.Store.ShardCount));
        Assert.Equal(1, await database.Number("select count(*) from center"));
        Assert.Equal(PostgresOptions.ShardsOfNew, await database.Number("select count(*) from shard_lease"));
    }

    [Fact]
    public async Task The_shards_of_the_creation_stand_and_another_number_is_refused_with_both_named()
    {
        database.Open(options => options with { Shards = 16 });

        Assert.Equal(16, database.Open().Store.ShardCount);
        var refused = await Assert.ThrowsAsync<JournalUnusableException>(() => Reopen(database.Options with { Shards = 32 }));

        Assert.Contains("16 shards", refused.Message, StringComparison.Ordinal);
        Assert.Contains("32", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        database.Open();
        await database.Execute("update center set schema_version = schema_version + 100");

        var refused = await Assert.ThrowsAsync<JournalUnusableException>(() => Reopen(database.Options));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await database.Number("select count(*) from center where schema_version > 100"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_at_once_and_shown_to_nobody()
    {
        var wrong = new Npgsql.NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Password = "not-the-password" }.ToString();

        var refused = await Assert.ThrowsAsync<JournalUnusableException>(() => Reopen(database.Options with { ConnectionString = wrong, OpenWait = TimeSpan.FromHours(1) }));

        Assert.DoesNotContain("not-the-password", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", (database.Options with { ConnectionString = wrong }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_waited_for_so_long_and_no_longer()
    {
        var nobody = new Npgsql.NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Port = PostgresServer.FreePort() }.ToString();

        var refused = await Assert.ThrowsAsync<JournalUnusableException>(() => Reopen(database.Options with { ConnectionString = nobody, OpenWait = TimeSpan.FromMilliseconds(600) }));

        Assert.Contains("cannot be used", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ordinary_user_that_owns_its_database_is_enough()
    {
        await database.Execute("do $$ begin create role ordinary login password 'ordinary'; exception when duplicate_object then null; end $$");
        await database.Execute($"alter database {new Npgsql.NpgsqlConnectionStringBuilder(database.Options.ConnectionString).Database} owner to ordinary");
        var asOrdinary = new Npgsql.NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Username = "ordinary", Password = "ordinary" }.ToString();
        var (center, _, epoch) = await database.TakeOver(options => options with { ConnectionString = asOrdinary });
        var batch = new AppendBatch([new NewEvent(1, 1, Actors.ActorId.Agent("t", "anna"), 1, "tag", new byte[] { 1 })], [], new Dictionary<int, long> { [1] = epoch });

        Assert.IsType<AppendResult.Appended>(await center.Store.Append(batch, default));
        Assert.IsType<AppendResult.Appended>(await center.Store.Append(batch, default));
        Assert.Equal(1, (await center.Store.Heads(default))[1].Position);
    }

    private static Task<PostgresCenter> Reopen(PostgresOptions options) => PostgresCenter.Open(options, TimeProvider.System, NullLogger.Instance);
}
