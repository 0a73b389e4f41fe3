namespace CallCenter.Api.Http;

/// <summary>A list's answer. <see cref="Next"/> is the cursor of the following page, null on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Bounds of a page, and how one is cut: ask for one row more than the limit.</summary>
public static class Page
{
    public const int LimitMax = 1000;
    public const int LimitDefault = 100;

    public static Page<TItem> Of<TRow, TItem>(IReadOnlyList<TRow> rows, int limit, Func<TRow, TItem> item, Func<TRow, string> cursor) =>
        new([.. rows.Take(limit).Select(item)], rows.Count > limit ? cursor(rows[limit - 1]) : null);
}
