using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace CallCenter.Api.Tests.Contract;

/// <summary>The served OpenAPI document, as a client reads it: which operation a request is of, and whether an answer is one that it promises.</summary>
internal sealed class Description
{
    private static readonly Lock Making = new();

    private readonly JsonObject document;
    private readonly IReadOnlyList<(Regex Path, JsonObject Item)> paths;
    private readonly ConcurrentDictionary<string, JsonSchema> schemas = new(StringComparer.Ordinal);

    public Description(string json)
    {
        document = JsonNode.Parse(json)!.AsObject();
        paths = [.. document["paths"]!.AsObject()
            // A path without variables comes before one with.
            .OrderBy(path => path.Key.Count(letter => letter == '{'))
            .Select(path => (new Regex($"^{Regex.Replace(path.Key, @"\{[^}]+\}", "[^/]+")}$"), path.Value!.AsObject()))];
    }

    public JsonObject Document => document;

    /// <summary>Method, path and operation, of all that there are.</summary>
    public IEnumerable<(string Method, string Path, JsonObject Operation)> Operations =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "put" or "post" or "delete" or "patch"
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <summary>Null: the document has no such operation.</summary>
    public JsonObject? Find(string method, string path) =>
        paths.FirstOrDefault(one => one.Path.IsMatch(path)).Item?[method.ToLowerInvariant()]?.AsObject();

    /// <summary>What of this answer the document does not promise; null: nothing.</summary>
    public string? Broken(JsonObject operation, int status, string? mediaType, string body)
    {
        // Nothing comes with these.
        if (status is 304)
        {
            return null;
        }

        if (operation["responses"]?[$"{status}"] is not JsonObject response)
        {
            return $"{status} is no answer of this operation";
        }

        if (response["content"] is not JsonObject content)
        {
            return body.Length == 0 ? null : $"{status} has no body";
        }

        if (mediaType is null || content[mediaType] is not JsonObject media)
        {
            return $"{status} does not come as {mediaType}";
        }

        if (!mediaType.EndsWith("json", StringComparison.Ordinal) || media["schema"] is not JsonObject schema)
        {
            return null;
        }

        var result = Compiled(schema).Evaluate(JsonDocument.Parse(body).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? null : string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}")));
    }

    private JsonSchema Compiled(JsonObject schema) => schemas.GetOrAdd(schema.ToJsonString(), text =>
    {
        // Making a schema writes into the library's registry of all there are, which holds for one writer only.
        using var alone = Making.EnterScope();
        // One schema of its own, with the components within.
        var whole = JsonNode.Parse(text)!.AsObject();
        whole["$defs"] = document["components"]!["schemas"]!.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    });
}
