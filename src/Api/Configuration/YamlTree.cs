using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallCenter.Actors.Configuration.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CallCenter.Api.Configuration;

/// <summary>
/// YAML → JSON tree with the line of each path. The part of YAML that JSON has, block or flow: no aliases (nothing can grow from them),
/// no tags of other kinds, one document. Plain words are read by the core schema of YAML 1.2.
/// </summary>
internal sealed partial class YamlTree
{
    private readonly IParser parser;
    private readonly Utf8JsonWriter writer;
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);

    private YamlTree(IParser parser, Utf8JsonWriter writer) => (this.parser, this.writer) = (parser, writer);

    public static ConfigurationTree Read(ReadOnlyMemory<byte> bytes)
    {
        var json = new ArrayBufferWriter<byte>(bytes.Length + 16);
        try
        {
            using var writer = new Utf8JsonWriter(json, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            var tree = new YamlTree(new Parser(new StringReader(Encoding.UTF8.GetString(bytes.Span))), writer);
            tree.ReadStream();
            writer.Flush();
            return new ConfigurationTree(JsonDocument.Parse(json.WrittenMemory), path => tree.lines.TryGetValue(path, out var line) ? line : tree.LineAbove(path), null);
        }
        catch (YamlException exception)
        {
            return ConfigurationText.Wrong(exception is NotRead ? exception.Message : "the YAML cannot be read here", (int)exception.Start.Line);
        }
    }

    private void ReadStream()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            writer.WriteNullValue();
            return;
        }

        parser.Consume<DocumentStart>();
        ReadNode(DocumentPath.Root, 1);
        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out var next))
        {
            throw new NotRead(parser.Current!, "a second document; one is expected");
        }
    }

    private void ReadNode(DocumentPath path, int depth)
    {
        var node = parser.Consume<ParsingEvent>();
        lines.TryAdd(path.ToString(), (int)node.Start.Line);
        if (depth > ConfigurationText.DepthMax)
        {
            throw new NotRead(node, $"nested deeper than {ConfigurationText.DepthMax}");
        }

        switch (node)
        {
            case Scalar scalar: WriteScalar(scalar); break;
            case MappingStart mapping: RefuseTag(mapping); ReadMapping(path, depth); break;
            case SequenceStart sequence: RefuseTag(sequence); ReadSequence(path, depth); break;
            case AnchorAlias: throw new NotRead(node, "aliases are not read; write the value again");
            default: throw new NotRead(node, "a value is expected");
        }
    }

    private void ReadMapping(DocumentPath path, int depth)
    {
        writer.WriteStartObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw new NotRead(parser.Current!, "a key is expected to be text");
            }

            writer.WritePropertyName(key.Value);
            var place = path.Key(key.Value);
            lines.TryAdd(place.ToString(), (int)key.Start.Line);
            ReadNode(place, depth + 1);
        }

        writer.WriteEndObject();
    }

    private void ReadSequence(DocumentPath path, int depth)
    {
        writer.WriteStartArray();
        for (var index = 0; !parser.TryConsume<SequenceEnd>(out _); index++)
        {
            ReadNode(path.Index(index), depth + 1);
        }

        writer.WriteEndArray();
    }

    private void WriteScalar(Scalar scalar)
    {
        var isText = scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str";
        if (!isText)
        {
            RefuseTag(scalar);
        }

        switch (scalar.Value)
        {
            case var text when isText: writer.WriteStringValue(text); break;
            case "" or "~" or "null" or "Null" or "NULL": writer.WriteNullValue(); break;
            case "true" or "True" or "TRUE": writer.WriteBooleanValue(true); break;
            case "false" or "False" or "FALSE": writer.WriteBooleanValue(false); break;
            // As it is written: 6001 stays "6001" where text is meant, and what JSON cannot write as a number (0041) is text.
            case var number when JsonNumber().IsMatch(number): writer.WriteRawValue(number); break;
            case var text: writer.WriteStringValue(text); break;
        }
    }

    private static void RefuseTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw new NotRead(node, "tags are not read, but for !!str");
        }
    }

    /// <summary>What is missing has the line of what it is missing in.</summary>
    private int? LineAbove(string path)
    {
        for (var end = path.LastIndexOfAny(['.', '[']); end > 0; end = path.LastIndexOfAny(['.', '['], end - 1))
        {
            if (lines.TryGetValue(path[..end], out var line))
            {
                return line;
            }
        }

        return null;
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    private sealed class NotRead(ParsingEvent at, string message) : YamlException(at.Start, at.End, message);
}
