using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Access;

/// <summary>
/// Tokens in <c>access.db</c>, as hashes. All are held in memory; the file is read at start and written at each change. Safe for many threads.
/// </summary>
internal sealed class TokenStore : IDisposable
{
    public const string FileName = "access.db";
    public const int TokensMax = 10_000;

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly byte[] adminHash;
    private ImmutableDictionary<string, Token> byHash;

    private TokenStore(SqliteConnection connection, byte[] adminHash)
    {
        this.connection = connection;
        this.adminHash = adminHash;
        byHash = Sql.Rows(connection, "SELECT hash, id, name, tenants, created FROM token", row => KeyValuePair.Create(Convert.ToHexString((byte[])row.GetValue(0)), Read(row)))
            .ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>Set once, when this start made the admin token: to be printed, and never again.</summary>
    public string? MadeAdminToken { get; private init; }

    /// <param name="folder">The data directory.</param>
    /// <param name="adminToken">From the environment; null: the one made at the first start, or made now.</param>
    public static TokenStore Open(string folder, string? adminToken)
    {
        var connection = Sql.Open(Path.Combine(folder, FileName));
        Sql.Run(connection, "PRAGMA synchronous = FULL");
        Sql.Run(connection, Sql.Resource("Access.Tokens.sql"));
        if (!string.IsNullOrEmpty(adminToken))
        {
            return new TokenStore(connection, Token.HashOf(adminToken));
        }

        if (Sql.Rows(connection, "SELECT hash FROM admin", row => (byte[])row.GetValue(0)) is [var hash])
        {
            return new TokenStore(connection, hash);
        }

        var made = Token.NewText();
        Sql.Run(connection, "INSERT INTO admin VALUES (1, $hash)", ("$hash", Token.HashOf(made)));
        return new TokenStore(connection, Token.HashOf(made)) { MadeAdminToken = made };
    }

    /// <summary>Null: no such token. The comparison takes the same time however much of it is right.</summary>
    public Token? Find(string text)
    {
        if (text.Length > Token.TextMax)
        {
            return null;
        }

        var hash = Token.HashOf(text);
        return CryptographicOperations.FixedTimeEquals(hash, adminHash) ? Token.Admin : Volatile.Read(ref byHash).GetValueOrDefault(Convert.ToHexString(hash));
    }

    public IReadOnlyList<Token> All => [.. Volatile.Read(ref byHash).Values.OrderBy(token => token.Id, StringComparer.Ordinal)];

    /// <summary>A new token with its text; or without one, when this request was answered before.</summary>
    public (Token Token, string? Text) Make(string name, IReadOnlyList<string> tenants, DateTimeOffset now, string? requestKey)
    {
        lock (gate)
        {
            if (requestKey is not null && Sql.Text(connection, "SELECT id FROM token WHERE request_key = $key", ("$key", requestKey)) is { } known)
            {
                return (byHash.Values.Single(token => token.Id == known), null);
            }

            var (text, token) = (Token.NewText(), new Token(Token.NewId(), name, false, tenants, now));
            var hash = Token.HashOf(text);
            Sql.Run(
                connection,
                "INSERT INTO token VALUES ($id, $hash, $name, $tenants, $created, $key)",
                ("$id", token.Id), ("$hash", hash), ("$name", name), ("$tenants", JsonSerializer.Serialize(tenants)),
                ("$created", now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), ("$key", requestKey));
            Volatile.Write(ref byHash, byHash.SetItem(Convert.ToHexString(hash), token));
            return (token, text);
        }
    }

    /// <summary>Also when it is not there.</summary>
    public void Delete(string id)
    {
        lock (gate)
        {
            Sql.Run(connection, "DELETE FROM token WHERE id = $id", ("$id", id));
            Volatile.Write(ref byHash, byHash.RemoveRange(byHash.Where(pair => pair.Value.Id == id).Select(pair => pair.Key)));
        }
    }

    public void Dispose() => connection.Dispose();

    private static Token Read(SqliteDataReader row) => new(
        row.GetString(1), row.GetString(2), false, JsonSerializer.Deserialize<string[]>(row.GetString(3)) ?? [],
        DateTimeOffset.Parse(row.GetString(4), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
