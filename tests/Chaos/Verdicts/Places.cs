using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Verdicts;

/// <summary>Who waits where, as the API tells it: the calls of the queue that nobody serves, in order, with the moments they arrived and were queued.</summary>
internal sealed record Places(IReadOnlyList<string> Lines)
{
    public static async Task<Places> Read(Center center, CancellationToken stop)
    {
        var waiting = await center.All("/api/v1/calls?state=waiting&queue=patience", stop);
        return new Places([.. waiting.OrderBy(call => (string?)call["waitingSince"], StringComparer.Ordinal).ThenBy(call => (string?)call["id"], StringComparer.Ordinal)
            .Select(call => $"{(string?)call["id"]} arrived {(string?)call["arrived"]} waits since {(string?)call["waitingSince"]}")]);
    }

    /// <summary>How many calls are not where they were.</summary>
    public int ChangedSince(Places before) =>
        before.Lines.Zip(Lines.Concat(Enumerable.Repeat("", Math.Max(0, before.Lines.Count - Lines.Count)))).Count(pair => pair.First != pair.Second)
        + Math.Max(0, Lines.Count - before.Lines.Count);
}
