using CallCenter.Api.Safety;

namespace CallCenter.Api.Tests.Safety;

/// <summary>What the memory of named requests keeps, wherever it is.</summary>
public abstract class RequestRowsContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RequestKey Key = new("t-1", "demo", "one");
    private static readonly byte[] Print = [1, 2, 3];

    internal abstract IRequestRows Open();

    [Fact]
    public void A_request_is_begun_once_and_its_answer_is_there_for_repeats()
    {
        using var rows = Open();

        Assert.Null(rows.Begin(Key, Print, Now, Now.AddMinutes(-1)));
        Assert.Null(rows.Begin(Key with { Tenant = "other" }, Print, Now, Now.AddMinutes(-1)));
        Assert.Null(rows.Begin(Key, Print, Now, Now.AddMinutes(-1))?.Answer);
        rows.Complete(Key, [9]);
        var known = rows.Begin(Key, [7], Now, Now.AddMinutes(-1));
        Assert.Equal(Print, known!.Fingerprint);
        Assert.Equal([9], known.Answer!);
    }

    [Fact]
    public void What_nobody_answered_is_begun_again_by_the_same_request_only_and_what_is_forgotten_by_any()
    {
        using var rows = Open();
        rows.Begin(Key, Print, Now, Now.AddMinutes(-1));

        Assert.NotNull(rows.Begin(Key, [7], Now.AddMinutes(2), Now.AddMinutes(1)));
        Assert.Null(rows.Begin(Key, Print, Now.AddMinutes(2), Now.AddMinutes(1)));
        Assert.NotNull(rows.Begin(Key, Print, Now.AddMinutes(2), Now.AddMinutes(1)));
        rows.Forget(Key);
        Assert.Null(rows.Begin(Key, [7], Now.AddMinutes(2), Now.AddMinutes(1)));
    }

    [Fact]
    public void The_memory_is_bounded_by_age_and_for_each_token()
    {
        using var rows = Open();
        for (var number = 0; number < 5; number++)
        {
            rows.Begin(Key with { Key = $"{number}" }, Print, Now.AddMinutes(number), Now);
            rows.Complete(Key with { Key = $"{number}" }, [9]);
        }

        rows.Trim(Now.AddMinutes(1), ofTokenMax: 3);

        Assert.Equal([true, true, false, false, false], Enumerable.Range(0, 5).Select(number => rows.Begin(Key with { Key = $"{number}" }, Print, Now.AddHours(1), Now) is null));
    }
}

public sealed class SqliteRequestRowsTests : RequestRowsContract, IDisposable
{
    private readonly Configuration.Folder folder = new();

    internal override IRequestRows Open() => new SqliteRequestRows(Path.Combine(folder.Path, "requests.db"));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

public sealed class PostgresRequestRowsTests(Postgres postgres) : RequestRowsContract, IDisposable
{
    private Api.Postgres.SharedDatabase? database;

    internal override IRequestRows Open() => new PostgresRequestRows(database = Api.Postgres.SharedDatabase.Open(postgres.NewDatabase(), "test"));

    public void Dispose() => database?.Dispose();
}
