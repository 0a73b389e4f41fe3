using CallCenter.Actors.Calls;
using CallCenter.Api.Safety;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CallCenter.Api.Http.Document;

/// <summary>What the document says of an operation beyond its handler's signature: parameters with their forms, who may, and headers of answers.</summary>
internal static class OperationParts
{
    public const string Security = "bearer";

    public static readonly IReadOnlyList<(string Name, string Description)> Tags =
    [
        ("Access", "Tokens, tenants, and what the caller may do."),
        ("Agents", "Agents 坐席: what they are doing, what they did, and their state."),
        ("Alarms", "Alarms 告警 of the floor: what is out of bounds, and who takes care of it."),
        ("Audit", "Who did what: records of privileged acts, in a chain of hashes."),
        ("Calls", "Calls 呼叫 in progress and finished, their stories, and control over them."),
        ("Configuration", "The tenant's configuration document."),
        ("Events", "The live event stream."),
        ("Operations", "Health, metrics, the cluster, and this document."),
        ("Queues", "Queues 队列: who waits, who serves, and today's figures."),
        ("Reports", "Measures 指标 and reports 报表: figures, each a named formula over facts."),
        ("Webhooks", "Events sent to systems of the tenant's, and what is on its way."),
    ];

    /// <summary>Parameters of paths, by name: what else is there has no form, and a test says so.</summary>
    private static readonly Dictionary<string, (string Description, ParameterForm Form)> PathForms = new(StringComparer.Ordinal)
    {
        ["id"] = ("Its id.", ParameterForm.Id),
        ["delivery"] = ("The id of a delivery, as lists show it.", ParameterForm.Id),
        ["version"] = ("Which version: they count from 1.", new ParameterForm.Text(18, "^[0-9]+$", "a version")),
        ["key"] = ("The key of the attached value.", new ParameterForm.Text(AttachedData.KeyMax, "^[a-z0-9_.-]+$", "a key of a–z, 0–9, '-', '_' and '.'")),
    };

    private static readonly HeaderParameter IfNoneMatch = new(
        "If-None-Match", "The 'ETag' of an answer that the client has: 304 while it would be the same.", new ParameterForm.Text(400, "^[ -~]+$", "entity tags, or *"));

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var method = context.Description.HttpMethod ?? "GET";
        var isOurs = context.Description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) ?? false;
        DescribeParameters(operation, metadata, method, isOurs);
        DescribeAnswers(operation, method, isOurs && !metadata.OfType<Unbuffered>().Any(), RepeatedRequests.Remembers(method, metadata), context.Document!);
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
            return Task.CompletedTask;
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, context.Document)] = [] }];
        var policy = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).Last();
        operation.Description = policy switch
        {
            Access.Policies.Tenant => "Any token of the tenant may.",
            Access.Policies.Admin => "Only the admin token may.",
            _ => $"It takes the role '{policy}' or one above it.",
        };
        return Task.CompletedTask;
    }

    /// <summary>What a kind of request may hear wherever it goes, and what answers carry beside their body; in the order of their statuses.</summary>
    private static void DescribeAnswers(OpenApiOperation operation, string method, bool isWhole, bool isRemembered, OpenApiDocument document)
    {
        var answers = new SortedDictionary<string, IOpenApiResponse>(operation.Responses ?? [], StringComparer.Ordinal);
        if (isWhole && HttpMethods.IsGet(method))
        {
            answers.TryAdd("304", new OpenApiResponse { Description = "It is as 'If-None-Match' says" });
        }

        int[] more = [.. operation.RequestBody is null ? Array.Empty<int>() : [413, 415], .. isRemembered && isWhole && !HttpMethods.IsGet(method) ? new[] { 409, 422 } : []];
        foreach (var status in more)
        {
            answers.TryAdd($"{status}", new OpenApiResponse
            {
                Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType> { [Problems.Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problems.Problem), document) } },
            });
        }

        operation.Responses = [];
        foreach (var (status, answer) in answers)
        {
            operation.Responses[status] = answer;
            if (isWhole)
            {
                DescribeHeaders((OpenApiResponse)answer, status, method);
            }
        }
    }

    private static void DescribeParameters(OpenApiOperation operation, IList<object> metadata, string method, bool isOurs)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
        {
            var (description, form) = PathForms[parameter.Name!];
            (parameter.Description, parameter.Schema) = (description, form.Schema);
        }

        operation.Parameters ??= [];
        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            operation.Parameters.Add(Parameter(ParameterLocation.Query, parameter.Name, parameter.Description, parameter.Form));
        }

        var own = metadata.OfType<HeaderParameter>();
        foreach (var header in !isOurs || metadata.OfType<Unbuffered>().Any() ? own : HttpMethods.IsGet(method) ? own.Append(IfNoneMatch) : RepeatedRequests.Remembers(method, metadata) ? own.Append(RepeatedRequests.Key) : own)
        {
            operation.Parameters.Add(Parameter(ParameterLocation.Header, header.Name, header.Description, header.Form));
        }
    }

    private static OpenApiParameter Parameter(ParameterLocation place, string name, string description, ParameterForm form) => new()
    {
        Name = name,
        In = place,
        Description = description,
        Schema = form.Schema,
        Style = place == ParameterLocation.Query ? ParameterStyle.Form : ParameterStyle.Simple,
        // Several words are one parameter, with commas between.
        Explode = false,
    };

    private static void DescribeHeaders(OpenApiResponse response, string status, string method)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        foreach (var (name, description) in ResponseHeaders.Of(status, method))
        {
            response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }
}
