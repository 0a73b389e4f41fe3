using CallCenter.Actors.Calls;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Calls;

/// <summary>The body of <c>PUT /calls/{id}/data/{key}</c>.</summary>
internal sealed record DataChange
{
    public required string Text { get; init; }

    public AttachedType Type { get; init; } = AttachedType.Text;

    public bool Sensitive { get; init; }

    public static Problem? Check(string key, DataChange change) => CheckKey(key)
        ?? (change.Text.Length > AttachedData.ValueMax ? Invalid("/text", $"A value has at most {AttachedData.ValueMax} characters.")
        : change.Text.Any(char.IsControl) ? Invalid("/text", "A value has no control characters.")
        : null);

    public static Problem? CheckKey(string key) => AttachedData.IsKey(key)
        ? null
        : Invalid("path:key", $"A key is 1 to {AttachedData.KeyMax} of a–z, 0–9, '-', '_' and '.'.");

    private static Problem Invalid(string where, string what) => Problem.Of(422, "data-invalid", "The attached value cannot be taken") with { Where = where, Detail = what };
}
