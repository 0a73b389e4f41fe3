using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Tests.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresLeasesTests(PostgresServer server) : LeasesContract, IDisposable
{
    private readonly CenterDatabase database = new(server.Server);

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task Of_processes_that_join_with_one_name_at_once_one_gets_it()
    {
        var starters = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        var results = await Task.WhenAll(starters.Select(leases => leases.Join(new JoinRequest("center", "a", "a:7000", Roles.All, 1, Lease), default)));

        Assert.Single(results.OfType<JoinResult.Joined>());
        Assert.Equal(3, results.OfType<JoinResult.NameInUse>().Count());
    }

    [Fact]
    public async Task Shards_that_several_take_at_once_have_one_owner_each_and_one_epoch()
    {
        var members = new List<(ILeases Leases, long Incarnation)>();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            var leases = Open();
            members.Add((leases, Assert.IsType<JoinResult.Joined>(await leases.Join(new JoinRequest("center", name, "x:1", Roles.All, 1, Lease), default)).Incarnation));
        }

        var taken = await Task.WhenAll(members.Select(member => member.Leases.Acquire(member.Incarnation, [.. Enumerable.Range(0, ShardCount)], default)));

        Assert.Equal(Enumerable.Range(0, ShardCount), taken.SelectMany(epochs => epochs.Keys).Order());
        Assert.Equal(ShardCount, await database.Number("select count(*) from lease_audit"));
        Assert.Equal(0, await database.Number("select count(*) from lease_audit where epoch <> 1"));
    }

    /// <summary>RELIABILITY 3.1: whatever else the register has to do, nothing is in front of a renewal.</summary>
    [Fact]
    public async Task A_take_over_that_waits_holds_no_renewal_up()
    {
        var center = database.Open();
        var mine = await CenterDatabase.Join(center, "a");
        await using var inTheWay = await database.Direct.OpenConnectionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("begin; select pg_advisory_xact_lock_shared(shard_locks(), 3)", inTheWay);
        await hold.ExecuteNonQueryAsync();
        var acquire = center.Leases.Acquire(mine, [3], default);
        await database.UntilWaiting("lease");

        Assert.NotNull(await center.Leases.Renew(mine, MemberState.Up, Lease, false, default));

        Assert.False(acquire.IsCompleted);
        await inTheWay.CloseAsync();
        Assert.Single(await acquire);
    }

    [Fact]
    public async Task Every_change_of_owner_is_kept_for_the_auditor()
    {
        var (_, first, _) = await database.TakeOver();
        var (_, second, _) = await database.TakeOver();

        Assert.Equal(ShardCount, await database.Number($"select count(*) from lease_audit where epoch = 1 and incarnation = {first} and predecessor = 0"));
        Assert.Equal(ShardCount, await database.Number($"select count(*) from lease_audit where epoch = 2 and incarnation = {second} and predecessor = {first}"));
    }

    private protected override ILeases Open() => database.Open().Leases;

    protected override IEventStore Store() => database.Open().Store;

    /// <summary>Instead of moving the server's clock forward, everything that has a time is moved back.</summary>
    protected override async Task Pass(TimeSpan time)
    {
        var milliseconds = (long)time.TotalMilliseconds;
        await database.Execute($"update member set expires_at = expires_at - {milliseconds} * interval '1 ms'");
        await database.Execute($"update suspicion set at = at - {milliseconds} * interval '1 ms'");
    }
}
