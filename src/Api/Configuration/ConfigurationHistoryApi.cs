using System.Globalization;
using System.Text.Json;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;
using Problem = CallCenter.Api.Problems.Problem;

namespace CallCenter.Api.Configuration;

/// <summary>The documents that were in force: which there were, what changed, and one of them in force again. And what a new one would change.</summary>
internal static class ConfigurationHistoryApi
{
    private const string Json = "application/json";
    private static readonly ParameterForm Number = new ParameterForm.Text(18, "^[0-9]+$", "a version");
    private static readonly JsonElement Nothing = JsonElement.Parse("null");
    private static readonly QueryParameter Since = new("since", "The version to compare with; 0: with none. Left out: the one before.", Number);

    public static void MapConfigurationHistory(this IEndpointRouteBuilder routes)
    {
        var config = routes.MapGroup("/config").WithTags("Configuration").RequireAuthorization(Policies.Administrator).WithMetadata(new InScope(TokenScope.Config)).Takes(Queries.Tenant);
        config.MapPost("/check", Check).WithName("checkConfiguration").WithSummary("What a document would change, without putting it in force").WithMetadata(new ForTenant(MayBeNew: true))
            .Accepts<object>(Json, ConfigurationApi.Yaml, "text/yaml", "application/x-yaml").WithMetadata(new NotRemembered()).Refuses(413, 415, 422);
        var versions = config.MapGroup("/versions").WithMetadata(new ForTenant()).Refuses(404);
        versions.MapGet("", List).WithName("listConfigurationVersions").WithSummary("Documents that came in force, newest first").Takes(Queries.Limit, Queries.Before, Queries.MinPosition);
        versions.MapGet("/{version}", One).WithName("getConfigurationVersion").WithSummary("The document of a version, without secrets").Takes(Queries.MinPosition).Produces<object>(200, Json);
        versions.MapGet("/{version}/changes", Changes).WithName("getConfigurationChanges").WithSummary("What changed with a version, or since another").Takes(Since, Queries.MinPosition);
        versions.MapPost("/{version}/restore", Restore).WithName("restoreConfigurationVersion").WithSummary("Puts the document of a version in force again").Takes(ConfigurationApi.IfMatch).Refuses(409, 412, 422);
    }

    private static async Task<Results<Ok<ConfigurationCheckItem>, Problem>> Check(HttpContext context, DocumentAcceptance acceptance)
    {
        var (text, format, problem) = await ConfigurationApi.Sent(context);
        if (problem is not null)
        {
            return problem;
        }

        if (Hidden(context) is { } hidden)
        {
            return hidden;
        }

        var sender = Sender.Of(context);
        return await acceptance.Check(text, format, sender.May) switch
        {
            CheckOutcome.Checked { Comparison: var found, Version: var version } => TypedResults.Ok(new ConfigurationCheckItem(version, found.Changes.Count > 0, Shown(found), found.More)),
            CheckOutcome.Not { Why: var why } => ConfigurationApi.Answer(context, why, sender, isConditional: false).Result as Problem ?? Problems.Problems.OutcomeUnknown,
            _ => Problems.Problems.OutcomeUnknown,
        };
    }

    private static async Task<Results<Ok<Page<ConfigurationVersionItem>>, Problem>> List(HttpContext context, TenantScope scope, ConfigurationQueries versions, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var limit = context.Request.LimitOf();
        var before = context.Request.Text(Queries.Before) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : long.MaxValue;
        return TypedResults.Ok(Page.Of(versions.List(scope, before, limit + 1), limit, ConfigurationVersionItem.Shown, row => row.Version.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<PushStreamHttpResult, Problem>> One(string version, HttpContext context, TenantScope scope, ConfigurationHistory history, ViewHead head, TimeProvider time)
    {
        var (document, problem) = await Find(version, context, scope, history, head, time);
        return document is null ? problem! : ConfigurationApi.Shown(context, document);
    }

    private static async Task<Results<Ok<ConfigurationChangesItem>, Problem>> Changes(
        string version, HttpContext context, TenantScope scope, ConfigurationHistory history, ViewHead head, TimeProvider time)
    {
        var (document, problem) = await Find(version, context, scope, history, head, time);
        if (document is null)
        {
            return problem!;
        }

        var number = long.Parse(version, CultureInfo.InvariantCulture);
        var since = context.Request.Text(Since) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : number - 1;
        var earlier = since == 0 ? null : await history.Document(scope, since, context.RequestAborted);
        if (since != 0 && earlier is null)
        {
            return Unknown(since.ToString(CultureInfo.InvariantCulture)) with { Where = "query:since" };
        }

        var found = DocumentChanges.Between(earlier, document);
        return TypedResults.Ok(new ConfigurationChangesItem(number, since, Shown(found), found.More));
    }

    /// <summary>Read like any other document: what it lacks by now (the password of a phone that was removed) is said, and nothing changes.</summary>
    private static async Task<Results<Ok<ConfigurationItem>, Problem>> Restore(
        string version, HttpContext context, TenantScope scope, ConfigurationHistory history, DocumentAcceptance acceptance, ViewHead head, TimeProvider time)
    {
        var (document, problem) = await Find(version, context, scope, history, head, time);
        if (document is null)
        {
            return problem!;
        }

        var (sender, ifVersion) = (Sender.Of(context), ConfigurationApi.IfVersion(context.Request));
        return ConfigurationApi.Answer(context, await acceptance.Accept(TenantDocumentWriter.Written(document), DocumentFormat.Json, sender.May, ifVersion, sender.Name), sender, ifVersion is not null);
    }

    private static async Task<(TenantDocument? Document, Problem? Problem)> Find(
        string version, HttpContext context, TenantScope scope, ConfigurationHistory history, ViewHead head, TimeProvider time)
    {
        if (Hidden(context) is { } hidden)
        {
            return (null, hidden);
        }

        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return (null, behind);
        }

        return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await history.Document(scope, number, context.RequestAborted) is { } document
            ? (document, null)
            : (null, Unknown(version));
    }

    private static Problem? Hidden(HttpContext context) => context.Features.Get<Token>() is { SeesNumbers: false } ? Problems.Problems.NumbersNotGranted : null;

    private static Problem Unknown(string version) => Problems.Problems.Unknown("version", version, "version-unknown");

    private static IReadOnlyList<ConfigurationChangeItem> Shown(DocumentComparison found) => [.. found.Changes.Items.Select(change => new ConfigurationChangeItem(change.Path, change.Before ?? Nothing, change.After ?? Nothing))];
}

/// <summary>One version: <paramref name="Changed"/> and <paramref name="Removed"/> name the first hundred entries of each, as section/key.</summary>
internal sealed record ConfigurationVersionItem(
    long Version, DateTimeOffset At, string By, IReadOnlyList<string> Changed, int ChangedCount, IReadOnlyList<string> Removed, int RemovedCount)
{
    public static ConfigurationVersionItem Shown(ConfigurationVersion row) =>
        new(row.Version, row.At, row.By, row.Changed.Items, row.ChangedCount, row.Removed.Items, row.RemovedCount);
}

/// <summary><paramref name="Since"/>: the version that was compared with, 0: none. <paramref name="More"/>: changes that are not listed.</summary>
internal sealed record ConfigurationChangesItem(long Version, long Since, IReadOnlyList<ConfigurationChangeItem> Changes, int More);

/// <summary><paramref name="Version"/>: the one in force, 0: none.</summary>
internal sealed record ConfigurationCheckItem(long Version, bool Changed, IReadOnlyList<ConfigurationChangeItem> Changes, int More);

/// <summary><paramref name="Path"/>: JSON pointer. <paramref name="Before"/> null: new; <paramref name="After"/> null: gone.</summary>
internal sealed record ConfigurationChangeItem(string Path, JsonElement Before, JsonElement After);
