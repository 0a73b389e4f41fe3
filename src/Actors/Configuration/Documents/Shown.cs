using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Input repeated in a message: bounded, and without control characters.</summary>
internal static class Shown
{
    public const int LengthMax = 96;

    /// <summary>Names listed before the dots.</summary>
    public const int NamesMax = 5;

    public static string Clipped(string text)
    {
        var clean = string.Concat(text.Take(LengthMax).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character));
        return text.Length > LengthMax ? clean + "…" : clean;
    }

    /// <summary>A value as it stands in the document: text in quotes, anything else as written.</summary>
    public static string Of(JsonElement value) => value.ValueKind == JsonValueKind.String ? $"\"{Clipped(value.GetString()!)}\"" : Clipped(value.GetRawText());

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };

    /// <summary><c>phones are 6001, 6002, 6003, 6004, 6005, …</c></summary>
    public static string Names(string plural, IReadOnlyList<string> names) => names.Count == 0
        ? $"there are no {plural}"
        : $"{plural} are {string.Join(", ", names.Take(NamesMax).Select(Clipped))}{(names.Count > NamesMax ? ", …" : "")}";
}
