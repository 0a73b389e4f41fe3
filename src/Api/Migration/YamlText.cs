using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CallCenter.Api.Migration;

/// <summary>A tree as YAML for people: maps in lines, lists and what is within them in one line, quotes only where YAML would read something else.</summary>
internal static partial class YamlText
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject document)
    {
        var text = new StringBuilder();
        Map(text, document, 0);
        return text.ToString();
    }

    private static void Map(StringBuilder text, JsonObject map, int depth)
    {
        foreach (var (key, value) in map)
        {
            text.Append(' ', depth * 2).Append(Scalar(key)).Append(':');
            if (value is JsonObject { Count: > 0 } inner && depth < 2)
            {
                text.Append('\n');
                Map(text, inner, depth + 1);
            }
            else
            {
                text.Append(' ').Append(Inline(value)).Append('\n');
            }
        }
    }

    private static string Inline(JsonNode? value) => value switch
    {
        JsonObject { Count: 0 } => "{}",
        JsonObject map => $"{{ {string.Join(", ", map.Select(pair => $"{Scalar(pair.Key)}: {Inline(pair.Value)}"))} }}",
        JsonArray list => $"[{string.Join(", ", list.Select(Inline))}]",
        JsonValue text when text.TryGetValue<string>(out var word) => Scalar(word),
        _ => value?.ToJsonString() ?? "null",
    };

    /// <summary>JSON's quoted strings are YAML's too.</summary>
    private static string Scalar(string text) => Plain().IsMatch(text) && !Meaning().IsMatch(text) ? text : JsonSerializer.Serialize(text, Quoting);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._-]*$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(true|false|yes|no|on|off|null|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Meaning();
}
