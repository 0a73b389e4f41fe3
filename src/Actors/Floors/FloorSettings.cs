namespace CallCenter.Actors.Floors;

/// <summary>What the floor 现场 of a tenant has to know of the configuration: teams that ration breaks, by key.</summary>
public sealed record FloorSettings(EquatableArray<BreakQuota> Quotas)
{
    public BreakQuota? QuotaOf(string team)
    {
        foreach (var quota in Quotas.Items)
        {
            if (quota.Team == team)
            {
                return quota;
            }
        }

        return null;
    }
}

/// <summary>
/// How many agents of a team may be on a break 小休 at once: <paramref name="Number"/> of them, or <paramref name="Share"/> percent of those who are signed in, rounded
/// down, and at least one. One of the two is set. <paramref name="Reasons"/> are the not-ready reasons that are rationed.
/// </summary>
public sealed record BreakQuota(string Team, EquatableArray<string> Reasons, int? Number, int? Share)
{
    public const int NumberMax = 10_000;

    /// <summary>Who comes when all places are taken waits for one; else it is refused.</summary>
    public bool Queues { get; init; }

    /// <param name="signedIn">Agents of the team that are signed in.</param>
    public int Places(int signedIn) => Number ?? Math.Max(1, (int)((long)signedIn * (Share ?? 0) / 100));
}
