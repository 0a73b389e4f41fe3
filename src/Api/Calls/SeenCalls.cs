using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Views;

namespace CallCenter.Api.Calls;

/// <summary>Pages of the calls that some teams see, out of those of the tenant: a page may be shorter than asked for and still have one behind it.</summary>
internal static class SeenCalls
{
    /// <summary>So many pages of the tenant's calls are looked through for one of theirs.</summary>
    private const int LooksMax = 20;

    public static Page<CallItem> Page(TeamSight sight, Func<CallCursor, int, IReadOnlyList<CallRecord>> read, CallCursor after, int limit)
    {
        var items = new List<CallItem>();
        for (var look = 0; look < LooksMax; look++)
        {
            var rows = read(after, limit + 1);
            foreach (var row in rows.Take(limit))
            {
                after = CallCursor.Of(row);
                if (sight.Sees(row))
                {
                    items.Add(new CallItem(row));
                }

                if (items.Count == limit)
                {
                    return new Page<CallItem>(items, after.ToString());
                }
            }

            if (rows.Count <= limit)
            {
                return new Page<CallItem>(items, null);
            }
        }

        return new Page<CallItem>(items, after.ToString());
    }
}
