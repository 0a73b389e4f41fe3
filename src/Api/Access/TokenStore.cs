using System.Collections.Immutable;
using System.Security.Cryptography;
using CallCenter.Api.Postgres;

namespace CallCenter.Api.Access;

/// <summary>
/// Tokens as hashes, in <c>access.db</c> or in the cluster's database. All are held in memory; the rows are read at start, written at each change, and
/// read again when another process changed them (<see cref="Refresh"/>). Safe for many threads.
/// </summary>
internal sealed class TokenStore : IDisposable
{
    public const string FileName = "access.db";
    public const int TokensMax = 10_000;
    public const int SessionsMax = 50_000;

    /// <summary>Of one user; the oldest ends when one more begins.</summary>
    public const int SessionsOfUserMax = 5;

    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly ITokenRows rows;
    private readonly bool isAdminGiven;
    private byte[]? adminHash;
    private ImmutableDictionary<string, Token> byHash;
    private long revision;
    private DateTimeOffset trimmed;

    private TokenStore(ITokenRows rows, string? adminToken, bool mayMakeAdmin)
    {
        this.rows = rows;
        isAdminGiven = !string.IsNullOrEmpty(adminToken);
        var made = mayMakeAdmin ? Token.NewText() : null;
        adminHash = isAdminGiven ? Token.HashOf(adminToken!) : rows.AdminHash(made is null ? null : Token.HashOf(made));
        MadeAdminToken = made is not null && !isAdminGiven && adminHash.AsSpan().SequenceEqual(Token.HashOf(made)) ? made : null;
        revision = rows.Revision();
        byHash = Loaded();
    }

    /// <summary>Set once, when this start made the admin token: to be printed, and never again.</summary>
    public string? MadeAdminToken { get; }

    /// <param name="folder">The data directory.</param>
    /// <param name="adminToken">From the environment; null: the one made at the first start, or made now.</param>
    public static TokenStore Open(string folder, string? adminToken) => new(new SqliteTokenRows(Path.Combine(folder, FileName)), adminToken, mayMakeAdmin: true);

    /// <summary>
    /// The cluster's tokens; the admin token too is the same for all, unless the environment of a process says another. Only a process that can show it
    /// to somebody makes it; until then there is none.
    /// </summary>
    public static TokenStore OpenShared(SharedDatabase database, string? adminToken, bool mayMakeAdmin) => new(new PostgresTokenRows(database), adminToken, mayMakeAdmin);

    /// <summary>Null: no such token. The comparison takes the same time however much of it is right.</summary>
    public Token? Find(string text)
    {
        if (text.Length > Token.TextMax)
        {
            return null;
        }

        var hash = Token.HashOf(text);
        return Volatile.Read(ref adminHash) is { } admin && CryptographicOperations.FixedTimeEquals(hash, admin) ? Token.Admin : Volatile.Read(ref byHash).GetValueOrDefault(Convert.ToHexString(hash));
    }

    /// <summary>Without the sessions of users.</summary>
    public IReadOnlyList<Token> All => [.. Volatile.Read(ref byHash).Values.Where(token => token.User is null).OrderBy(token => token.Id, StringComparer.Ordinal)];

    /// <summary>A new token with its text; or without one, when this request was answered before.</summary>
    /// <param name="form">What it grants; its id is given here.</param>
    /// <param name="requestKey">Names the request: its repeat makes nothing.</param>
    public (Token Token, string? Text) Make(Token form, string? requestKey)
    {
        lock (gate)
        {
            var (text, token) = (Token.NewText(), form with { Id = Token.NewId(), IsAdmin = false });
            var hash = Token.HashOf(text);
            if (rows.Add(token, hash, requestKey) is { } known)
            {
                Volatile.Write(ref byHash, Loaded());
                return (byHash.Values.Single(other => other.Id == known), null);
            }

            Volatile.Write(ref byHash, byHash.SetItem(Convert.ToHexString(hash), token));
            return (token, text);
        }
    }

    /// <summary>A session's token; null: there are too many.</summary>
    public string? Begin(Token session, DateTimeOffset now)
    {
        lock (gate)
        {
            if (now - trimmed >= TrimEvery)
            {
                trimmed = now;
                rows.DeleteExpired(now);
                Forget(token => token.User is not null && token.IsExpired(now));
            }

            var sessions = byHash.Values.Where(token => token.User is not null).ToList();
            var own = sessions.Where(token => token.IsSessionOf(session.Tenants, session.User!)).OrderBy(token => token.Created).ToList();
            foreach (var oldest in own.Take(own.Count - SessionsOfUserMax + 1))
            {
                rows.Delete(oldest.Id);
                Forget(token => token.Id == oldest.Id);
            }

            if (sessions.Count >= SessionsMax)
            {
                return null;
            }

            var (text, kept) = (Token.NewText(), session with { Id = Token.NewId() });
            rows.Add(kept, Token.HashOf(text), null);
            Volatile.Write(ref byHash, byHash.SetItem(Convert.ToHexString(Token.HashOf(text)), kept));
            return text;
        }
    }

    /// <summary>Ends all sessions of a user, also those that began at another process. <paramref name="tenant"/> is empty for the platform's.</summary>
    public void EndSessions(string tenant, string user)
    {
        lock (gate)
        {
            rows.DeleteOf(tenant, user);
            Forget(token => token.IsSessionOf(tenant.Length == 0 ? [] : [tenant], user));
        }
    }

    /// <summary>One that sees everything in its tenants and does not expire.</summary>
    public (Token Token, string? Text) Make(
        string name, IReadOnlyList<string> tenants, DateTimeOffset now, string? requestKey, TokenRole role = TokenRole.Administrator, string? agent = null) =>
        Make(new Token("", name, false, tenants, now) { Role = role, Agent = agent }, requestKey);

    /// <summary>Also when it is not there.</summary>
    public void Delete(string id)
    {
        lock (gate)
        {
            rows.Delete(id);
            Forget(token => token.Id == id);
        }
    }

    /// <summary>Takes over what other processes changed.</summary>
    public void Refresh()
    {
        lock (gate)
        {
            if (adminHash is null)
            {
                Volatile.Write(ref adminHash, rows.AdminHash(null));
            }

            var latest = rows.Revision();
            if (latest != revision)
            {
                Volatile.Write(ref byHash, Loaded());
                revision = latest;
            }
        }
    }

    public void Dispose() => rows.Dispose();

    private void Forget(Func<Token, bool> which) => Volatile.Write(ref byHash, byHash.RemoveRange(byHash.Where(pair => which(pair.Value)).Select(pair => pair.Key)));

    private ImmutableDictionary<string, Token> Loaded() =>
        rows.Load().ToImmutableDictionary(row => Convert.ToHexString(row.Hash), row => row.Token, StringComparer.Ordinal);
}
