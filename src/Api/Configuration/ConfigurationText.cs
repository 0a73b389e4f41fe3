using System.Text.Json;
using System.Text.Unicode;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Api.Configuration;

/// <summary>The two ways a document is written.</summary>
public enum DocumentFormat
{
    Json = 1,
    Yaml = 2,
}

/// <summary>
/// Bytes → JSON tree, with all that is hostile in bytes kept out: too large, too deep, not Unicode, not JSON or YAML.
/// What the tree means is <see cref="TenantDocumentReader"/>'s.
/// </summary>
public static class ConfigurationText
{
    public const int BytesMax = 32 << 20;
    public const int DepthMax = 16;

    public static ConfigurationTree Read(ReadOnlyMemory<byte> text, DocumentFormat format)
    {
        var bytes = text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;
        return bytes.Length > BytesMax ? Wrong($"{bytes.Length} bytes; at most {BytesMax} are read")
            : !Utf8.IsValid(bytes.Span) ? Wrong("not UTF-8 text")
            : format == DocumentFormat.Yaml ? YamlTree.Read(bytes)
            : ReadJson(bytes);
    }

    private static ConfigurationTree ReadJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return NotUnicodeAt(bytes.Span) is { } at ? Wrong($"text that is not Unicode, at byte {at}") : new ConfigurationTree(JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = DepthMax }), null, null);
        }
        catch (JsonException exception)
        {
            return Wrong($"the JSON cannot be read here, at byte {exception.BytePositionInLine + 1} of the line", (int?)exception.LineNumber + 1);
        }
    }

    /// <summary>Half of a surrogate pair, escaped, is valid JSON and no text: found before anything reads the string.</summary>
    private static long? NotUnicodeAt(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DepthMax });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
            {
                continue;
            }

            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return reader.TokenStartIndex;
            }
        }

        return null;
    }

    internal static ConfigurationTree Wrong(string message, int? line = null) => new(null, null, new Problem("document", message, line));
}

/// <summary>A document as a tree, or why there is none.</summary>
public sealed class ConfigurationTree(JsonDocument? json, Func<string, int?>? lineOf, Problem? problem) : IDisposable
{
    public JsonDocument? Json { get; } = json;

    /// <summary>Path → line, where lines mean something to people (YAML).</summary>
    public Func<string, int?>? LineOf { get; } = lineOf;

    public Problem? Problem { get; } = problem;

    public void Dispose() => Json?.Dispose();
}
