using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Problem = CallCenter.Api.Problems.Problem;

namespace CallCenter.Api.Configuration;

/// <summary>The tenant's configuration document, whole.</summary>
internal static class ConfigurationApi
{
    internal static readonly HeaderParameter IfMatch = new("If-Match", "Only if this version is in force: the 'ETag' of a read.", new ParameterForm.Text(24, "^\"?[0-9]{1,18}\"?$", "a version in quotes"));
    private static readonly HeaderParameter IfNoneMatch = new("If-None-Match", "*: only if the tenant has no document yet.", new ParameterForm.Text(1, "^\\*$", "*"));
    private const string Json = "application/json";
    internal const string Yaml = "application/yaml";

    public static void MapConfiguration(this IEndpointRouteBuilder routes)
    {
        var config = routes.MapGroup("/config").WithTags("Configuration").RequireAuthorization(Policies.Tenant).WithMetadata(new InScope(TokenScope.Config)).Takes(Queries.Tenant);
        config.MapPut("", Put).WithName("putConfiguration").WithSummary("Puts a whole document in force, or nothing").RequireAuthorization(Policies.Administrator).WithMetadata(new ForTenant(MayBeNew: true))
            .Accepts<object>(Json, Yaml, "text/yaml", "application/x-yaml").Takes(IfMatch, IfNoneMatch).WithMetadata(new NotRemembered()).Refuses(409, 412, 413, 415, 422);
        config.MapGet("", Get).WithName("getConfiguration").WithSummary("The document in force, without secrets").WithMetadata(new ForTenant()).Produces<object>(200, Json).Refuses(404);
        config.MapGet("/status", Status).WithName("getConfigurationStatus").WithSummary("Who has applied the version in force").WithMetadata(new ForTenant()).Refuses(404);
    }

    private static async Task<Results<Ok<ConfigurationItem>, Problem>> Put(HttpContext context, DocumentAcceptance acceptance)
    {
        var (text, format, problem) = await Sent(context);
        if (problem is not null)
        {
            return problem;
        }

        var (sender, ifVersion) = (Sender.Of(context), IfVersion(context.Request));
        return Answer(context, await acceptance.Accept(text, format, sender.May, ifVersion, sender.Name), sender, ifVersion is not null);
    }

    /// <summary>The document in the body, as bytes.</summary>
    internal static async Task<(ReadOnlyMemory<byte> Text, DocumentFormat Format, Problem? Problem)> Sent(HttpContext context)
    {
        if (FormatOf(context.Request) is not { } format)
        {
            return (default, default, Problems.Problems.MediaType($"{Json} or {Yaml}"));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = ConfigurationText.BytesMax + 1;
        }

        var (text, problem) = await Body.Read(context.Request, ConfigurationText.BytesMax, context.RequestAborted);
        return (text, format, problem);
    }

    internal static Results<Ok<ConfigurationItem>, Problem> Answer(HttpContext context, AcceptanceOutcome outcome, Sender sender, bool isConditional)
    {
        switch (outcome)
        {
            case AcceptanceOutcome.Accepted accepted:
                Writing.Written(context, accepted.Answer);
                context.Response.Headers.ETag = ETagOf(accepted.Reply.Version);
                return TypedResults.Ok(new ConfigurationItem(accepted.Reply.Version, accepted.Changed, accepted.Reply.Pending));
            case AcceptanceOutcome.Wrong wrong:
                return Invalid(wrong);
            case AcceptanceOutcome.OtherTenant other when sender.Granted(other.Tenant):
                return Problems.Problems.BodyInvalid("/tenant", $"The document is of tenant '{other.Tenant}', the query names another.", "Name the same tenant in both, or leave ?tenant= out.");
            case AcceptanceOutcome.OtherTenant other:
                return Problems.Problems.TenantNotGranted(other.Tenant) with { Where = "/tenant" };
            case AcceptanceOutcome.NotAnswered { Answer: CommandAnswer.Refused { Reason: Refusal.VersionConflict } } when isConditional:
                return Problems.Problems.Of(Refusal.VersionConflict, null) with { Status = StatusCodes.Status412PreconditionFailed };
            default:
                return Writing.Written(context, ((AcceptanceOutcome.NotAnswered)outcome).Answer) ?? Problems.Problems.OutcomeUnknown;
        }
    }

    private static async Task<Results<PushStreamHttpResult, Problem>> Get(HttpContext context, TenantScope scope, ICommands commands)
    {
        if (context.Features.Get<Token>() is { SeesNumbers: false })
        {
            return Problems.Problems.NumbersNotGranted;
        }

        var (reply, problem) = await Ask(context, scope, commands);
        if (problem is not null || reply!.Document is not { } document)
        {
            return problem ?? Problems.Problems.TenantUnknown(scope.Tenant);
        }

        context.Response.Headers.ETag = ETagOf(reply.Version);
        return Shown(context, document);
    }

    internal static PushStreamHttpResult Shown(HttpContext context, TenantDocument document) =>
        TypedResults.Stream(async stream => await stream.WriteAsync(TenantDocumentWriter.Written(document), context.RequestAborted), Json);

    private static async Task<Results<Ok<ConfigurationStatus>, Problem>> Status(HttpContext context, TenantScope scope, ICommands commands)
    {
        var (reply, problem) = await Ask(context, scope, commands);
        return problem is not null ? problem
            : TypedResults.Ok(new ConfigurationStatus(reply!.Version, reply.Pending, reply.Pending == 0, [.. reply.Behind.Items.Select(actor => actor.ToString())]));
    }

    private static async ValueTask<(ConfigurationReply? Reply, Problem? Problem)> Ask(HttpContext context, TenantScope scope, ICommands commands)
    {
        var answer = await commands.AskUntilKnown(ActorId.Configuration(scope.Tenant), new ConfigurationCommand.Ask());
        return answer is CommandAnswer.Answered { Reply: ConfigurationReply reply } ? (reply, null) : (null, Writing.Written(context, answer) ?? Problems.Problems.OutcomeUnknown);
    }

    private static Problem Invalid(AcceptanceOutcome.Wrong wrong) => Problem.Of(422, "configuration-invalid", "The document cannot be taken") with
    {
        Detail = wrong.More > 0 ? $"{wrong.Problems.Count} faults, and {wrong.More} more; nothing was changed." : $"{wrong.Problems.Count} fault(s); nothing was changed.",
        Fix = "Correct what 'errors' lists; docs/configuration.md describes the document.",
        Errors = [.. wrong.Problems.Items.Select(fault => new Fault(fault.JsonPointer, fault.ToString()))],
    };

    private static DocumentFormat? FormatOf(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        Json => DocumentFormat.Json,
        Yaml or "text/yaml" or "application/x-yaml" => DocumentFormat.Yaml,
        _ => null,
    };

    /// <summary>The version that has to be in force; 0: none. Null: any.</summary>
    internal static long? IfVersion(HttpRequest request) =>
        request.Headers.IfMatch.ToString() is { Length: > 0 } text ? long.Parse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture)
        : request.Headers.IfNoneMatch.Count > 0 ? 0
        : null;

    private static string ETagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}

internal sealed record ConfigurationItem(long Version, bool Changed, int Pending);

/// <summary><paramref name="Behind"/>: the first hundred actors that have not applied it yet.</summary>
internal sealed record ConfigurationStatus(long Version, int Pending, bool Complete, IReadOnlyList<string> Behind);
