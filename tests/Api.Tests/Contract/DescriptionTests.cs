using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Contract;

/// <summary>
/// The OpenAPI document: complete, checked in, and such that a stranger can write a client from it. That answers are as it says is seen by all tests
/// of this project (<see cref="KeptContract"/>).
/// </summary>
public sealed class DescriptionTests
{
    private const string CheckedIn = "docs/openapi.json";

    private static IEnumerable<(string Method, string Path, RouteEndpoint Route)> Routes(Center center) =>
        from route in center.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, route.RoutePattern.RawText!.TrimEnd('/'), route);

    [Fact]
    public async Task The_checked_in_document_is_the_one_that_is_served()
    {
        await using var center = await Center.Start();

        var served = await center.Http.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative));

        var received = Path.Combine(AppContext.BaseDirectory, "openapi.received.json");
        await File.WriteAllTextAsync(received, served + "\n");
        Assert.True(await File.ReadAllTextAsync(Path.Combine(Repository.Root, CheckedIn)) == served + "\n", $"the contract changed: compare {received} with {CheckedIn}, and copy it over that to approve");
    }

    [Fact]
    public async Task It_has_exactly_the_routes_that_the_process_maps()
    {
        await using var center = await Center.Start();
        var description = await center.Described();

        Assert.Equal(
            Routes(center).Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal),
            description.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
        Assert.Equal("3.1", description.Document["openapi"]!.GetValue<string>()[..3]);
    }

    [Fact]
    public async Task Each_operation_has_an_id_of_its_own_a_summary_a_tag_and_says_who_may()
    {
        await using var center = await Center.Start();
        var description = await center.Described();
        var operations = description.Operations.ToList();

        Assert.All(operations, operation => Assert.Matches("^[a-z][A-Za-z]+$", operation.Operation["operationId"]?.GetValue<string>()));
        Assert.Distinct(operations.Select(operation => operation.Operation["operationId"]!.GetValue<string>()));
        Assert.All(operations, operation => Assert.NotEmpty(operation.Operation["summary"]?.GetValue<string>() ?? ""));
        var tags = description.Document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>());
        Assert.All(operations, operation => Assert.Contains(Assert.Single(operation.Operation["tags"]!.AsArray())!.GetValue<string>(), tags));

        var open = Routes(center).Where(route => route.Route.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(route => $"{route.Method} {route.Path}").ToList();
        Assert.All(operations, operation => Assert.Equal(open.Contains($"{operation.Method} {operation.Path}"), operation.Operation["security"] is JsonArray { Count: 0 } or null));
    }

    [Fact]
    public async Task Each_parameter_has_words_and_a_bound()
    {
        await using var center = await Center.Start();
        foreach (var (method, path, operation) in (await center.Described()).Operations)
        {
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                var where = $"{method} {path}: {parameter!["name"]}";
                Assert.True(parameter["description"]?.GetValue<string>().Length > 0, $"{where} says nothing");
                var schema = parameter["schema"]!;
                Assert.True(IsBounded(schema), $"{where} has no bound");
            }

            Assert.Equal(
                System.Text.RegularExpressions.Regex.Matches(path, @"\{([^}]+)\}").Select(match => match.Groups[1].Value),
                (operation["parameters"]?.AsArray() ?? []).Where(parameter => parameter!["in"]!.GetValue<string>() == "path").Select(parameter => parameter!["name"]!.GetValue<string>()));
        }

        static bool IsBounded(JsonNode schema) => schema["type"]!.GetValue<string>() switch
        {
            "integer" => schema["minimum"] is not null && schema["maximum"] is not null,
            "array" => schema["maxItems"] is not null && IsBounded(schema["items"]!),
            _ => schema["enum"] is not null || (schema["maxLength"] is not null && schema["pattern"] is not null),
        };
    }

    [Fact]
    public async Task Each_refusal_is_a_problem_and_each_secured_operation_has_those_that_all_have()
    {
        await using var center = await Center.Start();
        foreach (var (method, path, operation) in (await center.Described()).Operations)
        {
            var responses = operation["responses"]!.AsObject();
            Assert.Contains(responses, response => response.Key[0] == '2');
            foreach (var (status, response) in responses.Where(response => response.Key[0] is '4' or '5' && path != "/readyz"))
            {
                Assert.True(
                    response!["content"]?["application/problem+json"]?["schema"]?["$ref"]?.GetValue<string>() == "#/components/schemas/Problem", $"{method} {path}: {status} is no problem");
            }

            if (path.StartsWith("/api/", StringComparison.Ordinal) && operation["security"] is JsonArray { Count: > 0 })
            {
                Assert.Subset(responses.Select(response => response.Key).ToHashSet(), new HashSet<string> { "400", "401", "403", "429", "500", "503" });
            }
        }
    }

    [Fact]
    public async Task Every_schema_is_used_and_every_object_says_what_else_it_may_have()
    {
        await using var center = await Center.Start();
        var description = await center.Described();
        var text = description.Document.ToJsonString();
        foreach (var (name, schema) in description.Document["components"]!["schemas"]!.AsObject())
        {
            Assert.Contains($"\"#/components/schemas/{name}\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Item", name, StringComparison.Ordinal);
            if (schema!["properties"] is JsonObject properties && name is not ("Problem" or "Fault"))
            {
                Assert.False(schema["additionalProperties"]?.GetValue<bool>() ?? true, $"{name} lets anything in");
                Assert.All(properties, property => Assert.True(property.Value is JsonObject { Count: > 0 }, $"{name}.{property.Key} is of no type"));
            }
        }
    }

    [Fact]
    public async Task The_address_it_had_before_says_that_it_is_deprecated_and_until_when()
    {
        await using var center = await Center.Start();

        using var response = await center.Http.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var since = long.Parse(Assert.Single(response.Headers.GetValues("Deprecation")).TrimStart('@'), System.Globalization.CultureInfo.InvariantCulture);
        var sunset = DateTimeOffset.Parse(Assert.Single(response.Headers.GetValues("Sunset")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(sunset - DateTimeOffset.FromUnixTimeSeconds(since) >= Http.Deprecation.ServedMin);
        Assert.Equal("</api/v1/openapi.json>; rel=\"successor-version\"", Assert.Single(response.Headers.GetValues("Link")));
        var policy = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/api-versions.md"));
        Assert.All(Http.Deprecation.All, deprecation => Assert.Contains($"`{deprecation.What}`", policy, StringComparison.Ordinal));
    }
}
