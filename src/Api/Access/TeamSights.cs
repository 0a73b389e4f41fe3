using System.Collections.Concurrent;
using CallCenter.Api.Views;

namespace CallCenter.Api.Access;

/// <summary>What teams are now, looked up once for each commit of the views; the same object as long as their members are the same.</summary>
internal sealed class TeamSights(ViewHead head)
{
    private const int KnownMax = 1_000;

    private readonly ConcurrentDictionary<(string Tenant, string Teams), (TenantBoard Board, TeamSight Sight)> known = new();

    public TeamSight Of(TenantScope scope, IReadOnlyList<string> teams)
    {
        var (board, key) = (head.Boards.Of(scope), (scope.Tenant, string.Join('\n', teams)));
        if (known.TryGetValue(key, out var last) && ReferenceEquals(last.Board, board))
        {
            return last.Sight;
        }

        var sight = TeamSight.Of(board, teams);
        if (last.Sight is { } before && before.IsAs(sight))
        {
            sight = before;
        }

        if (known.Count >= KnownMax)
        {
            known.Clear();
        }

        known[key] = (board, sight);
        return sight;
    }
}
