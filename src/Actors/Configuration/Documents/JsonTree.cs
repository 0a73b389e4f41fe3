using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Looking into a JSON tree that may be anything: what is not there, or not of that kind, is null or empty. Null is absent.</summary>
internal static class JsonTree
{
    public static JsonElement? Field(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    public static IEnumerable<JsonProperty> Properties(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];

    public static IEnumerable<JsonElement> Items(this JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>Numbers count as the text they are written as, so that phone 6001 need not be quoted.</summary>
    public static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    public static string? Text(this JsonElement value, string name) => value.Field(name)?.AsText();
}
