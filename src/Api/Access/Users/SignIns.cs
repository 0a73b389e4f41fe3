using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;

namespace CallCenter.Api.Access.Users;

/// <summary>What a sign-in came to: a session, or why not.</summary>
internal sealed record SignedIn(string Token, User User, DateTimeOffset Expires);

/// <summary>
/// Signing in with a password. Who is not there is answered as one whose password is wrong, and as slowly; tries are counted for a user at an address,
/// for a user, and for an address, before the password is looked at, so that many at once count as well.
/// </summary>
internal sealed partial class SignIns(IUserRows rows, TokenStore tokens, ViewHead head, ApiOptions options, TimeProvider time, ILogger<SignIns> log) : IDisposable
{
    /// <summary>A long shift.</summary>
    public static readonly TimeSpan SessionTime = TimeSpan.FromHours(12);

    /// <summary>Hashing takes a core for a quarter of a second: so many at once, and so many may wait for it.</summary>
    private static readonly int HashingMax = Math.Max(1, Environment.ProcessorCount / 2);

    private const int WaitingMax = 64;

    private readonly Spenders ofUserThere = new(options.Passwords, time);
    private readonly Spenders ofUser = new(options.PasswordsOfUser, time);
    private readonly Spenders ofAddress = new(options.Failures, time);
    private readonly SemaphoreSlim hashing = new(HashingMax);
    private int waiting;

    /// <param name="tenant">Whose user; null: that of the only tenant, or of the platform. Empty: of the platform.</param>
    /// <param name="id">The work number.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="address">Where it comes from.</param>
    public async Task<(SignedIn? Session, Problem? Problem)> Begin(string? tenant, string id, string password, string address)
    {
        var (user, problem) = await Proven(Candidates(tenant), id, password, address);
        if (user is null)
        {
            return (null, problem);
        }

        return Started(user) is { } session ? (session, null) : (null, Problems.Problems.TooManySessions);
    }

    /// <summary>The user of this id in the first of these that has one, if the password is its; else why not.</summary>
    public async Task<(User? User, Problem? Problem)> Proven(IReadOnlyList<string> tenants, string id, string password, string address)
    {
        var name = $"{tenants[0]}/{id}";
        (Spenders Spenders, string Of)[] counted = [(ofUserThere, $"{name} {address}"), (ofUser, name), (ofAddress, address)];
        foreach (var (spenders, of) in counted)
        {
            if (spenders.Take(of).RetryIn is { } wait)
            {
                return (null, Problems.Problems.TooManySignIns(wait));
            }
        }

        if (Interlocked.Increment(ref waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref waiting);
            return (null, Problems.Problems.TooManySignIns(TimeSpan.FromSeconds(5)));
        }

        await hashing.WaitAsync();
        User? user;
        try
        {
            user = await Task.Run(() => Checked(tenants, id, password));
        }
        finally
        {
            hashing.Release();
            Interlocked.Decrement(ref waiting);
        }

        if (user is null)
        {
            LogFailed(log, address);
            return (null, Problems.Problems.SignInFailed);
        }

        foreach (var (spenders, of) in counted)
        {
            spenders.GiveBack(of);
        }

        return (user, null);
    }

    /// <summary>A session of a user who has been proven; null: there are too many.</summary>
    public SignedIn? Started(User user)
    {
        var session = user.Session(time.GetUtcNow(), SessionTime);
        return tokens.Begin(session, session.Created) is { } text ? new SignedIn(text, user, session.Expires!.Value) : null;
    }

    public void Dispose() => hashing.Dispose();

    private string[] Candidates(string? tenant) => tenant is not null ? [tenant] : head.Boards.Configured.Take(2).ToList() is [var only] ? [only.Tenant, ""] : [""];

    private User? Checked(IReadOnlyList<string> tenants, string id, string password)
    {
        var user = tenants.Select(tenant => rows.Find(tenant, id)).FirstOrDefault(found => found is not null);
        var isRight = Passwords.IsOf(password, user?.Password ?? Passwords.OfNobody);
        return isRight && user is { IsDisabled: false } ? user : null;
    }

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "A sign-in from {Address} failed")]
    private static partial void LogFailed(ILogger logger, string address);
}
