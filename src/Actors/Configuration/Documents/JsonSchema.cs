using System.Diagnostics;
using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>A <see cref="Shape"/> as JSON Schema (draft 2020-12), for editors and for the OpenAPI document. docs/configuration.schema.json is this.</summary>
public static class JsonSchema
{
    public static void WriteDocument(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        writer.WriteString("title", "CallCenter.Actors: configuration of a tenant");
        WriteKeywords(writer, DocumentShape.Document);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Shape shape)
    {
        writer.WriteStartObject();
        WriteKeywords(writer, shape);
        writer.WriteEndObject();
    }

    private static void WriteKeywords(Utf8JsonWriter writer, Shape shape)
    {
        switch (shape)
        {
            case Shape.Text text: WriteText(writer, text.Form); break;
            case Shape.Duration duration: WriteDuration(writer, duration); break;
            case Shape.DurationOr either: WriteEither(writer, new Shape.Choice([either.Word]), either.Length); break;
            case Shape.Count count: WriteCount(writer, count); break;
            case Shape.Switch: writer.WriteString("type", "boolean"); break;
            case Shape.Choice choice: WriteTexts(writer, "enum", choice.Words); break;
            case Shape.Names: WriteEither(writer, new Shape.Text(TextForm.Name), ShapeCheck.NamesByLanguage); break;
            case Shape.NameOr either: WriteEither(writer, new Shape.Text(either.Name), either.More); break;
            case Shape.OneOrMore more: WriteEither(writer, more.One, more.Many); break;
            case Shape.ListOf list: WriteList(writer, list); break;
            case Shape.MapOf map: WriteMap(writer, map); break;
            case Shape.Fields fields: WriteFields(writer, fields); break;
            default: throw new UnreachableException($"{shape}");
        }
    }

    private static void WriteText(Utf8JsonWriter writer, TextForm form)
    {
        WriteTexts(writer, "type", ["string", "number"]);
        writer.WriteString("pattern", form.Pattern);
        if (form.IsSecret)
        {
            writer.WriteBoolean("writeOnly", true);
        }
    }

    private static void WriteDuration(Utf8JsonWriter writer, Shape.Duration bounds)
    {
        WriteTexts(writer, "type", ["string", "number"]);
        writer.WriteString("pattern", Durations.Pattern);
        writer.WriteNumber("minimum", Durations.Seconds(bounds.Min));
        writer.WriteNumber("maximum", Durations.Seconds(bounds.Max));
    }

    private static void WriteCount(Utf8JsonWriter writer, Shape.Count bounds)
    {
        writer.WriteString("type", "integer");
        writer.WriteNumber("minimum", bounds.Min);
        writer.WriteNumber("maximum", bounds.Max);
    }

    private static void WriteEither(Utf8JsonWriter writer, params ReadOnlySpan<Shape> shapes)
    {
        writer.WriteStartArray("anyOf");
        foreach (var shape in shapes)
        {
            Write(writer, shape);
        }

        writer.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter writer, Shape.ListOf list)
    {
        writer.WriteString("type", "array");
        writer.WriteNumber("maxItems", list.CountMax);
        writer.WritePropertyName("items");
        Write(writer, list.Item);
    }

    private static void WriteMap(Utf8JsonWriter writer, Shape.MapOf map)
    {
        writer.WriteString("type", "object");
        writer.WriteNumber("maxProperties", map.CountMax);
        writer.WriteStartObject("propertyNames");
        writer.WriteString("pattern", map.Key.Pattern);
        writer.WriteEndObject();
        writer.WritePropertyName("additionalProperties");
        Write(writer, map.Item);
    }

    private static void WriteFields(Utf8JsonWriter writer, Shape.Fields fields)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var field in fields.All)
        {
            writer.WriteStartObject(field.Name);
            writer.WriteString("description", field.Help);
            WriteKeywords(writer, field.Shape);
            WriteDefault(writer, field);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteBoolean("additionalProperties", false);
        if (fields.All.Any(field => field.Required))
        {
            WriteTexts(writer, "required", [.. fields.All.Where(field => field.Required).Select(field => field.Name)]);
        }
    }

    private static void WriteDefault(Utf8JsonWriter writer, Field field)
    {
        if (field.Default is not { } text)
        {
            return;
        }

        writer.WritePropertyName("default");
        if (field.Shape is Shape.Count or Shape.Switch)
        {
            writer.WriteRawValue(text);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, EquatableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
