namespace CallCenter.Api.Http;

/// <summary>A list's answer. <see cref="Next"/> is the cursor of the following page, null on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public const int LimitMax = 1000;
    public const int LimitDefault = 100;
}
