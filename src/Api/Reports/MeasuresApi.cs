using CallCenter.Actors.Reports;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Reports;

/// <summary>The measures: what each figure of a report means.</summary>
internal static class MeasuresApi
{
    public static void MapMeasures(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/measures", List).WithName("listMeasures").WithSummary("Measures with their formulas, and those that cannot be had yet").WithTags("Reports")
            .RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(TokenScope.Reports)).Takes(Queries.Tenant).Refuses(404);

    private static Ok<Page<MeasureItem>> List() => TypedResults.Ok(new Page<MeasureItem>(
        [
            .. Measures.All.Select(measure => new MeasureItem(measure.Id, measure.Version, measure.Group, measure.Unit, measure.IsSum, measure.En, measure.Zh, measure.Formula, null)),
            .. MissingMeasures.All.Select(measure => new MeasureItem(measure.Id, null, null, null, false, measure.En, measure.Zh, measure.Formula, measure.Lacks)),
        ],
        null));
}

/// <summary>One measure; docs/api.md says what each field means. <see cref="Lacks"/>: why it cannot be had yet.</summary>
internal sealed record MeasureItem(
    string Id, int? Version, MeasureGroup? Group, MeasureUnit? Unit, bool IsSum, string NameEn, string NameZh, string Formula, string? Lacks);
