using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Tests.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresEventStoreTests(PostgresServer server) : EventStoreContract
{
    private readonly CenterDatabase database = new(server.Server);

    public override void Dispose() => database.Dispose();

    [Fact]
    public async Task Time_never_goes_back_behind_what_a_new_owner_read()
    {
        var (old, epoch) = TakeOver();
        await old.Append(Batch(epoch, Event(1, 1, Anna, 1)), default);
        await database.Execute("update event set db_ts = now() + interval '1 hour'");
        var (store, mine) = TakeOver();
        var head = (await store.Heads(default))[1];

        var appended = Assert.IsType<AppendResult.Appended>(await store.Append(Batch(mine, Event(1, 2, Anna, 2)), default));

        Assert.True(appended.StoredAt >= head.StoredAt);
    }

    [Fact]
    public async Task The_last_word_of_a_batch_on_a_stream_decides_whether_it_lives()
    {
        var (store, epoch) = TakeOver();
        await store.Append(Batch(epoch, Event(1, 1, Bert, 1)) with { Live = [new LiveChange(1, Bert, true), new LiveChange(1, Bert, false), new LiveChange(1, Anna, false), new LiveChange(1, Anna, true)] }, default);

        Assert.Equal([Anna], await LiveSet(store, 1));
    }

    [Fact]
    public async Task A_batch_of_a_thousand_events_is_one_statement_and_found_again()
    {
        var (store, epoch) = TakeOver();
        var batch = Batch(epoch, [.. Enumerable.Range(1, 1_000).Select(n => Event(n % 8, ((n - 1) / 8) + 1, n % 2 == 0 ? Anna : Bert, ((n - 1) / 2) + 1))]);

        var first = Assert.IsType<AppendResult.Appended>(await store.Append(batch, default));

        Assert.Equal(first, await store.Append(batch, default));
        Assert.Equal(1_000, await database.Number("select count(*) from event"));
    }

    [Fact]
    public async Task An_overtaken_writer_whose_positions_are_taken_is_fenced_and_not_in_conflict()
    {
        var (old, oldEpoch) = TakeOver();
        var (successor, epoch) = TakeOver();
        await successor.Append(Batch(epoch, Event(1, 1, Anna, 1)), default);

        Assert.IsType<AppendResult.Fenced>(await old.Append(Batch(oldEpoch, Event(1, 1, Bert, 1)), default));
    }

    [Fact]
    public async Task The_operator_sees_which_process_and_incarnation_a_session_belongs_to()
    {
        var (center, incarnation, epoch) = await database.TakeOver(options => options with { Process = "node-a" });
        await center.Store.Append(Batch(epoch, Event(1, 1, Anna, 1)), default);

        await database.Until($"select count(*) from pg_stat_activity where application_name = 'callcenter/append/{incarnation}/node-a'");
        await database.Until($"select count(*) from pg_stat_activity where application_name = 'callcenter/lease/{incarnation}/node-a'");
    }

    protected override (IEventStore Store, long Epoch) TakeOver()
    {
        var (center, _, epoch) = database.TakeOver().GetAwaiter().GetResult();
        return (center.Store, epoch);
    }
}
