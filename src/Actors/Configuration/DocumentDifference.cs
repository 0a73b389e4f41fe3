using System.Collections.Immutable;

namespace CallCenter.Actors.Configuration;

/// <summary>A new document as what it adds, changes and removes, and put together again from that.</summary>
internal static class DocumentDifference
{
    public static (TenantDocument Changed, RemovedKeys Removed) Between(TenantDocument? before, TenantDocument after)
    {
        before ??= new TenantDocument { Tenant = after.Tenant };
        var changed = after with
        {
            Numbers = Changed(before.Numbers, after.Numbers),
            Queues = Changed(before.Queues, after.Queues),
            Teams = Changed(before.Teams, after.Teams),
            Reasons = Changed(before.Reasons, after.Reasons),
            Phones = Changed(before.Phones, after.Phones),
            Agents = Changed(before.Agents, after.Agents),
            Calendars = Changed(before.Calendars, after.Calendars),
            Lists = Changed(before.Lists, after.Lists),
            Lookups = Changed(before.Lookups, after.Lookups),
            Sites = Changed(before.Sites, after.Sites),
            CallReasons = Changed(before.CallReasons, after.CallReasons),
        };
        var removed = new RemovedKeys
        {
            Numbers = Removed(before.Numbers, after.Numbers),
            Queues = Removed(before.Queues, after.Queues),
            Teams = Removed(before.Teams, after.Teams),
            Reasons = Removed(before.Reasons, after.Reasons),
            Phones = Removed(before.Phones, after.Phones),
            Agents = Removed(before.Agents, after.Agents),
            Calendars = Removed(before.Calendars, after.Calendars),
            Lists = Removed(before.Lists, after.Lists),
            Lookups = Removed(before.Lookups, after.Lookups),
            Sites = Removed(before.Sites, after.Sites),
            CallReasons = Removed(before.CallReasons, after.CallReasons),
        };
        return (changed, removed);
    }

    public static TenantDocument Applied(TenantDocument? before, TenantDocument changed, RemovedKeys removed)
    {
        before ??= new TenantDocument { Tenant = changed.Tenant };
        return changed with
        {
            Numbers = Merged(before.Numbers, changed.Numbers, removed.Numbers),
            Queues = Merged(before.Queues, changed.Queues, removed.Queues),
            Teams = Merged(before.Teams, changed.Teams, removed.Teams),
            Reasons = Merged(before.Reasons, changed.Reasons, removed.Reasons),
            Phones = Merged(before.Phones, changed.Phones, removed.Phones),
            Agents = Merged(before.Agents, changed.Agents, removed.Agents),
            Calendars = Merged(before.Calendars, changed.Calendars, removed.Calendars),
            Lists = Merged(before.Lists, changed.Lists, removed.Lists),
            Lookups = Merged(before.Lookups, changed.Lookups, removed.Lookups),
            Sites = Merged(before.Sites, changed.Sites, removed.Sites),
            CallReasons = Merged(before.CallReasons, changed.CallReasons, removed.CallReasons),
        };
    }

    private static ImmutableSortedDictionary<string, T> Changed<T>(ImmutableSortedDictionary<string, T> before, ImmutableSortedDictionary<string, T> after)
        where T : class =>
        after.Where(entry => !Equals(before.GetValueOrDefault(entry.Key), entry.Value)).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static EquatableArray<string> Removed<T>(ImmutableSortedDictionary<string, T> before, ImmutableSortedDictionary<string, T> after) =>
        [.. before.Keys.Where(key => !after.ContainsKey(key))];

    /// <summary>Ordinal whatever the comparer of a dictionary that came out of JSON.</summary>
    private static ImmutableSortedDictionary<string, T> Merged<T>(ImmutableSortedDictionary<string, T> before, ImmutableSortedDictionary<string, T> changed, EquatableArray<string> removed) =>
        before.WithComparers(StringComparer.Ordinal).RemoveRange(removed).SetItems(changed);
}
