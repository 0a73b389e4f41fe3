using System.Security.Cryptography;
using CallCenter.Api.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CallCenter.Api.Http.Document;

/// <summary>The OpenAPI 3.1 document of this API, made from the routes themselves: once, when it is asked for first.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v1";
    public const string Path = "/api/v1/openapi.json";
    private const string OldPath = "/openapi/v1.json";

    /// <summary>The version of the contract: its first number is that of the address, the second grows with what is added (docs/api-versions.md).</summary>
    private const string Version = "1.1";

    private readonly Lazy<Task<(byte[] Json, string ETag)>> written = new(() => Write(provider));

    public Task<(byte[] Json, string ETag)> Written => written.Value;

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ApiDocument>();
        services.AddOpenApi(Name, options =>
        {
            var schemas = new SchemaParts();
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaParts.NameOf;
            options.AddOperationTransformer(OperationParts.Describe);
            options.AddSchemaTransformer(schemas.Describe);
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "CallCenter.Actors",
                    Version = Version,
                    Summary = "A contact-center routing cluster.",
                    Description = "Times are UTC, lengths of time are milliseconds in fields that end in 'Ms'. docs/api.md tells the rules and each field in words.",
                };
                document.Servers = [new OpenApiServer { Url = "/", Description = "The center that serves this document" }];
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [OperationParts.Security] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token made with POST /api/v1/tokens, or the admin token. Never in the query." },
                };
                document.Tags = OperationParts.Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
                schemas.Finish(document);
                return Task.CompletedTask;
            });
        });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Get).WithName("getDescription").WithTags("Operations").WithSummary("This document").AllowAnonymous().Produces<object>(200, "application/json");
        routes.MapGet(OldPath, Get).AllowAnonymous().ExcludeFromDescription().WithMetadata(Deprecation.Of(OldPath));
    }

    private static async Task Get(HttpContext context, ApiDocument document)
    {
        var (json, tag) = await document.Written;
        context.Response.Headers.ETag = tag;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private static async Task<(byte[], string)> Write(IOpenApiDocumentProvider provider)
    {
        using var buffer = new MemoryStream();
        await (await provider.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(buffer, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        var json = buffer.ToArray();
        return (json, $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16))}\"");
    }
}
