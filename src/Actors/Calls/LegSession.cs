using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Actors.Calls;

/// <summary>
/// The interval of a session (RFC 4028), in seconds from when it was agreed or refreshed last; <paramref name="IsOurs"/>: we refresh it, else the far end.
/// </summary>
public sealed record LegSession(uint Seconds, bool IsOurs, DateTimeOffset From)
{
    /// <summary>"The minimum … MUST NOT be less than 90 seconds" (section 5).</summary>
    public const uint SecondsMin = 90;

    /// <summary>"It is RECOMMENDED that this refresh be sent once half the session interval has elapsed" (section 7.2).</summary>
    public DateTimeOffset RefreshAt => From + TimeSpan.FromSeconds(Seconds / 2);

    /// <summary>Between two tries of one refresh, so that all of them come before the end of the interval.</summary>
    public TimeSpan Pause => TimeSpan.FromSeconds(Seconds / 16);

    public static LegSession? Of(uint? seconds, bool isOurs, DateTimeOffset from) => seconds is { } agreed ? new(agreed, isOurs, from) : null;
}

/// <summary>
/// A request of ours in this dialog as it was then, a re-INVITE or an UPDATE, the <paramref name="Attempt"/>-th for one purpose;
/// <paramref name="AgainAt"/>: it was refused, and the next goes out then.
/// </summary>
public sealed record LegMove(Dialog Dialog, int Attempt, DateTimeOffset? AgainAt)
{
    /// <summary>Nothing is to change: it only refreshes the session.</summary>
    public bool IsRefresh { get; init; }

    /// <summary>As UPDATE (RFC 3311).</summary>
    public bool ByUpdate { get; init; }

    /// <summary>The session as it was then.</summary>
    public LegSession? Session { get; init; }
}
