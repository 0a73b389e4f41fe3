namespace CallCenter.Actors.Configuration;

/// <summary>Which actors a new document concerns: those whose own settings are others than before, and no more.</summary>
internal static class Parts
{
    /// <summary>
    /// Costs what changed, not what is there; only queues are all compared (their overflow may lead through numbers, trunks and other queues),
    /// and all agents when the reasons, those that teams ration, or the sites changed, of which each has a copy.
    /// </summary>
    public static IEnumerable<ActorId> Changed(TenantDocument? before, TenantDocument after, TenantDocument changed, RemovedKeys removed)
    {
        before ??= new TenantDocument { Tenant = after.Tenant };
        var tenant = after.Tenant;
        return Keys(before.Queues.Keys, after.Queues.Keys).Where(key => Settings.OfQueue(before, key) != Settings.OfQueue(after, key)).Select(key => ActorId.Queue(tenant, key))
            .Concat(Agents(before, after, changed, removed).Where(key => Settings.OfAgent(before, key) != Settings.OfAgent(after, key)).Select(key => ActorId.Agent(tenant, key)))
            .Concat(Keys(changed.Phones.Keys, removed.Phones).Where(key => Settings.OfPhone(before, key) != Settings.OfPhone(after, key)).Select(key => ActorId.Phone(tenant, key)))
            .Concat(Settings.OfFloor(before) == Settings.OfFloor(after) ? [] : [ActorId.Floor(tenant)]);
    }

    private static IEnumerable<string> Agents(TenantDocument before, TenantDocument after, TenantDocument changed, RemovedKeys removed) =>
        before.Reasons.Keys.SequenceEqual(after.Reasons.Keys) && Settings.OfFloor(before) == Settings.OfFloor(after) && before.Sites.SequenceEqual(after.Sites) ? Keys(changed.Agents.Keys, removed.Agents) : Keys(before.Agents.Keys, after.Agents.Keys);

    private static IEnumerable<string> Keys(IEnumerable<string> some, IEnumerable<string> others) => some.Union(others, StringComparer.Ordinal);
}
