using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Api.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CallCenter.Api.Http.Document;

/// <summary>What the document says of a type beyond its members: its name, which members are always there, and which may be null. One for each document.</summary>
internal sealed class SchemaParts
{
    private readonly ConcurrentDictionary<(string Schema, string Member), bool> nullableWords = new();


    /// <summary>AgentItem is an Agent, PageOfAgentItem a page of them: the suffix is of the code, not of the field.</summary>
    public static string? NameOf(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("Item", "", StringComparison.Ordinal);

    public Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (schema.Format == "date-time")
        {
            // Written by a converter of ours, of which the framework knows the format only.
            schema.Type = JsonSchemaType.String | (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is null ? 0 : JsonSchemaType.Null);
        }

        if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) is { IsEnum: true } words)
        {
            // Whether it may be null is said where it is used.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(words).Select(word => (JsonNode)JsonValue.Create(JsonNamingPolicy.KebabCaseLower.ConvertName(word)))];
        }

        if (context.JsonTypeInfo is not { Kind: JsonTypeInfoKind.Object } type || context.JsonPropertyInfo is not null)
        {
            return Task.CompletedTask;
        }

        foreach (var member in type.Properties.Where(member => Nullable.GetUnderlyingType(member.PropertyType) is { IsEnum: true }))
        {
            nullableWords[(NameOf(type)!, member.Name)] = true;
        }

        if (type.Type == typeof(Problem) || type.Type == typeof(Fault))
        {
            // Problems leave out what they have nothing to say of, and may say more than is known today (RFC 9457 section 3.2).
            schema.AdditionalPropertiesAllowed = true;
            schema.Required = type.Type == typeof(Problem) ? new HashSet<string> { "type", "title", "status" } : new HashSet<string> { "where", "what" };
        }
        else if (type.Type.GetConstructor(Type.EmptyTypes) is null)
        {
            // What is made whole is only written, never read: all of it is there.
            schema.Required = type.Properties.Where(IsAlwaysThere).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var member in type.Properties.Where(member => !member.IsGetNullable))
            {
                // The framework takes what cannot be set for what may be null.
                if (schema.Properties?[member.Name] is OpenApiSchema { Type: { } kind } never)
                {
                    never.Type = kind & ~JsonSchemaType.Null;
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Words that may be null are the words or null: the framework says so of parameters of constructors only.</summary>
    public void Finish(OpenApiDocument document)
    {
        foreach (var (name, member) in nullableWords.Keys)
        {
            if (document.Components?.Schemas is { } all && all.TryGetValue(name, out var schema) && schema.Properties is { } members && members[member] is OpenApiSchemaReference words)
            {
                members[member] = new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, words] };
            }
        }
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        property.Get is not null && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is not [JsonIgnoreAttribute { Condition: not JsonIgnoreCondition.Never }];
}
