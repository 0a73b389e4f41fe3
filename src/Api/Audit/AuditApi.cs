using System.Globalization;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Audit;

/// <summary>Who did what in the tenant, and whether the record of it is whole. Reading it is recorded too.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/audit").WithTags("Audit").RequireAuthorization(Policies.Administrator)
            .WithMetadata(new ForTenant(), new InScope(TokenScope.Audit), new AuditedRead()).Takes(Queries.Tenant).Refuses(404);
        audit.MapGet("", ListOfTenant).WithName("listAudit").WithSummary("Privileged acts, newest first").Takes(Queries.Limit, Queries.Before);
        audit.MapGet("/check", Check).WithName("getAuditCheck").WithSummary("Whether the chain of records is whole");
        routes.MapGet("/platform/audit", ListOfPlatform).WithName("listPlatformAudit").WithTags("Audit").WithSummary("Acts that are of no tenant (tokens), newest first")
            .RequireAuthorization(Policies.Admin).WithMetadata(new AuditedRead()).Takes(Queries.Limit, Queries.Before);
    }

    private static Ok<Page<AuditItem>> ListOfTenant(HttpRequest request, TenantScope scope, IAuditRows rows) => List(request, scope.Tenant, rows);

    private static Ok<Page<AuditItem>> ListOfPlatform(HttpRequest request, IAuditRows rows) => List(request, "", rows);

    private static Ok<Page<AuditItem>> List(HttpRequest request, string chain, IAuditRows rows)
    {
        var limit = request.LimitOf();
        var before = request.Text(Queries.Before) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : long.MaxValue;
        return TypedResults.Ok(Page.Of(rows.Newest(chain, before, limit + 1), limit, AuditItem.Shown, row => row.Number.ToString(CultureInfo.InvariantCulture)));
    }

    private static Ok<AuditCheckItem> Check(TenantScope scope, IAuditRows rows) => TypedResults.Ok(AuditCheckItem.From(ChainCheck.Of(rows, scope.Tenant)));
}

/// <summary>One record; docs/security.md says what each field means.</summary>
internal sealed record AuditItem(
    string Id, DateTimeOffset At, string By, string Name, string Role, string Act, string Target, string? From, int? Status, string? Of, string? Position, string Hash)
{
    public static AuditItem Shown(AuditRow row)
    {
        var record = row.Record;
        return new AuditItem(
            row.Number.ToString(CultureInfo.InvariantCulture), record.At, record.By, record.Name, record.Role, record.Act, record.Target, record.From,
            record.Status, record.Of?.ToString(CultureInfo.InvariantCulture), record.Position, Convert.ToHexStringLower(row.Hash));
    }
}

internal sealed record AuditCheckItem(bool Whole, string Records, string Head, string? BrokenAt)
{
    public static AuditCheckItem From(ChainCheck check) => new(
        check.BrokenAt is null, check.Records.ToString(CultureInfo.InvariantCulture), check.Head, check.BrokenAt?.ToString(CultureInfo.InvariantCulture));
}
