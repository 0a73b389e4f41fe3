using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;

namespace CallCenter.Api.Lookups;

/// <summary>What a look-up answers, as far as a document takes it. It is of somebody else's making: bounded in bytes, depth and fields, and never trusted to be what it should.</summary>
internal static class LookupReply
{
    public const int BytesMax = 16 * 1024;
    public const int DepthMax = 8;

    /// <summary>Fields of one object on the way to a value.</summary>
    public const int FieldsMax = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax };

    /// <summary>Null: it is no JSON object, or beyond a bound. A field that is missing, or no plain value of its bounds, is not known.</summary>
    public static EquatableArray<AttachedEntry>? Read(ReadOnlyMemory<byte> body, EquatableArray<TakenField> take)
    {
        try
        {
            using var reply = JsonDocument.Parse(body, Options);
            return reply.RootElement.ValueKind == JsonValueKind.Object && reply.RootElement.GetPropertyCount() <= FieldsMax ? [.. Taken(reply.RootElement, take)] : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is not Unicode.
            return null;
        }
    }

    private static IEnumerable<AttachedEntry> Taken(JsonElement root, EquatableArray<TakenField> take) =>
        from field in take.Items
        let value = Value(root, field.Field)
        where value is not null
        select new AttachedEntry(field.Key, value);

    private static AttachedValue? Value(JsonElement root, string path)
    {
        var at = root;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || at.GetPropertyCount() > FieldsMax || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        var (type, text) = at.ValueKind switch
        {
            JsonValueKind.String => (AttachedType.Text, at.GetString()!),
            JsonValueKind.Number => (AttachedType.Number, at.GetRawText()),
            JsonValueKind.True => (AttachedType.Flag, "true"),
            JsonValueKind.False => (AttachedType.Flag, "false"),
            _ => (AttachedType.Text, null),
        };
        return text is null || text.Length > AttachedData.ValueMax || text.Any(IsNotShown) ? null : new AttachedValue(type, text);
    }

    private static bool IsNotShown(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
