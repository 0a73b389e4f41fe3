using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>A prepared statement with parameters $1, $2 … For one thread at a time.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        command = connection.CreateCommand();
#pragma warning disable CA2100 // every text given here is a constant; what varies is a parameter
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var number = 1; number <= parameters; number++)
        {
            command.Parameters.Add(new SqliteParameter($"${number}", null));
        }
    }

    public void Run(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the one row, or null.</summary>
    public string? Text(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        command.Transaction = null;
        return command.ExecuteScalar() as string;
    }

    /// <summary>The first column of the one row; empty: there is none.</summary>
    public byte[] Bytes(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        command.Transaction = transaction;
        return command.ExecuteScalar() as byte[] ?? [];
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }
    }
}
