using CallCenter.Api.Audit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CallCenter.Api.Tests.Audit;

/// <summary>What the chains of audit records keep, wherever they are: order, every record, and that a change shows.</summary>
public abstract class AuditRowsContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    internal abstract IAuditRows Open();

    /// <summary>As one who may write in the file or the database, past the program and its guards.</summary>
    internal abstract void Tamper(string change);

    internal static AuditRecord Record(int number) => new(Now.AddSeconds(number), "t-1", "desk", "supervisor", "releaseCall", $"/api/v1/calls/{number}", "127.0.0.1");

    private static void Fill(IAuditRows rows)
    {
        for (var number = 1; number <= 5; number++)
        {
            rows.Append("demo", Record(number));
            rows.Append("other", Record(number));
        }
    }

    [Fact]
    public void Records_follow_each_other_in_the_chain_of_their_tenant()
    {
        using var rows = Open();
        Fill(rows);

        Assert.Equal(["demo", "other"], rows.Chains());
        Assert.Equal(Enumerable.Range(1, 5).Select(number => (long)number), rows.Read("demo", 0, 10).Select(row => row.Number));
        Assert.Equal([5L, 4L], rows.Newest("demo", long.MaxValue, 2).Select(row => row.Number));
        Assert.Equal(Record(3), rows.Read("demo", 2, 1).Single().Record);
        Assert.Equal((5L, null), (ChainCheck.Of(rows, "demo").Records, ChainCheck.Of(rows, "demo").BrokenAt));
        Assert.NotEqual(ChainCheck.Of(rows, "demo").Head, ChainCheck.Of(rows, "other").Head);
    }

    [Theory]
    [InlineData("UPDATE {0} SET body = (SELECT body FROM {0} WHERE tenant = 'demo' AND number = 4) WHERE tenant = 'demo' AND number = 3", 3)]
    [InlineData("DELETE FROM {0} WHERE tenant = 'demo' AND number = 3", 3)]
    [InlineData("DELETE FROM {0} WHERE tenant = 'demo' AND number = 1", 1)]
    [InlineData("UPDATE {0} SET hash = (SELECT hash FROM {0} WHERE tenant = 'other' AND number = 2) WHERE tenant = 'demo' AND number = 2", 2)]
    public void A_record_that_was_changed_or_taken_out_breaks_the_chain_there(string change, long brokenAt)
    {
        using var rows = Open();
        Fill(rows);

        Tamper(change);

        Assert.Equal(brokenAt, ChainCheck.Of(rows, "demo").BrokenAt);
        Assert.Null(ChainCheck.Of(rows, "other").BrokenAt);
    }

    [Fact]
    public void A_chain_that_was_cut_off_is_whole_but_has_another_head()
    {
        using var rows = Open();
        Fill(rows);
        var head = ChainCheck.Of(rows, "demo").Head;

        Tamper("DELETE FROM {0} WHERE tenant = 'demo' AND number = 5");

        Assert.Null(ChainCheck.Of(rows, "demo").BrokenAt);
        Assert.NotEqual(head, ChainCheck.Of(rows, "demo").Head);
    }

    [Fact]
    public void Many_writers_make_one_chain()
    {
        using var rows = Open();

        Parallel.For(0, 40, number => rows.Append("demo", Record(number)));

        Assert.Equal((40L, null), (ChainCheck.Of(rows, "demo").Records, ChainCheck.Of(rows, "demo").BrokenAt));
    }
}

public sealed class SqliteAuditRowsTests : AuditRowsContract, IDisposable
{
    private readonly Configuration.Folder folder = new();

    private string File => Path.Combine(folder.Path, SqliteAuditRows.FileName);

    internal override IAuditRows Open() => new SqliteAuditRows(File);

    internal override void Tamper(string change)
    {
        using var connection = new SqliteConnection($"Data Source={File}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER audit_stays; DROP TRIGGER audit_is_kept; " + string.Format(System.Globalization.CultureInfo.InvariantCulture, change, "audit");
        command.ExecuteNonQuery();
    }

    [Fact]
    public void A_record_is_neither_changed_nor_deleted_without_taking_the_guards_away()
    {
        using var rows = Open();
        rows.Append("demo", Record(1));
        using var connection = new SqliteConnection($"Data Source={File}");
        connection.Open();
        foreach (var change in new[] { "UPDATE audit SET number = 2", "DELETE FROM audit" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = change;
            Assert.Throws<SqliteException>(() => command.ExecuteNonQuery());
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

public sealed class PostgresAuditRowsTests(Postgres postgres) : AuditRowsContract, IDisposable
{
    private readonly string connection = postgres.NewDatabase();
    private Api.Postgres.SharedDatabase? database;

    internal override IAuditRows Open() => new PostgresAuditRows(database = Api.Postgres.SharedDatabase.Open(connection, "test"));

    internal override void Tamper(string change)
    {
        using var source = NpgsqlDataSource.Create(connection);
        using var command = source.CreateCommand("SET search_path = callcenter; DROP TRIGGER api_audit_stays ON api_audit; " + string.Format(System.Globalization.CultureInfo.InvariantCulture, change, "api_audit"));
        command.ExecuteNonQuery();
    }

    public void Dispose() => database?.Dispose();
}
