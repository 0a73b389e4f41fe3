using System.Globalization;
using System.Security.Cryptography;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using CallCenter.Api.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>Reports that are delivered by themselves, what became of each, and each again.</summary>
internal static class SchedulesApi
{
    private static readonly HeaderParameter IfMatch = new("If-Match", "Only if this revision is the present one: the 'ETag' of a read.", new ParameterForm.Text(24, "^\"[0-9]{1,18}\"$", "a revision in quotes"));
    private static readonly QueryParameter Before = new("cursor", "The 'next' of the page before, as it is.", new ParameterForm.Text(32, "^[0-9]{8}T[0-9]{4}Z\\.[0-9]{1,9}$", "the 'next' of a page"));

    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var schedules = routes.MapGroup("/report-schedules").WithTags("Reports").RequireAuthorization(Policies.Administrator).WithMetadata(new ForTenant(), new InScope(TokenScope.Reports)).Takes(Queries.Tenant).Refuses(404);
        schedules.MapGet("", List).WithName("listReportSchedules").WithSummary("Reports that are delivered by themselves, by id");
        schedules.MapPost("", Add).WithName("addReportSchedule").WithSummary("Has a report delivered of each day, week or month").Accepts<ScheduleRequest>("application/json").Refuses(409, 413, 415, 422);
        schedules.MapGet("/{id}", One).WithName("getReportSchedule").WithSummary("One of them");
        schedules.MapPut("/{id}", Change).WithName("changeReportSchedule").WithSummary("Changes it; what was ordered stays").Accepts<ScheduleRequest>("application/json").Takes(IfMatch).Refuses(409, 412, 413, 415, 422);
        schedules.MapDelete("/{id}", Delete).WithName("deleteReportSchedule").WithSummary("Deletes it and what is known of its deliveries").Refuses(409, 422);
        schedules.MapGet("/{id}/deliveries", Deliveries).WithName("listReportDeliveries").WithSummary("What became of each period, newest first").Takes(Queries.Limit, Before);
        schedules.MapPost("/{id}/deliveries/{delivery}/again", Again).WithName("deliverReportAgain").WithSummary("Makes the report of that period anew, with all corrections since, and delivers it as the next edition").Refuses(409, 422);
    }

    private static Ok<Page<ScheduleItem>> List(TenantScope scope, IScheduleRows rows) => TypedResults.Ok(new Page<ScheduleItem>([.. Of(rows, scope).Select(schedule => Item(rows, schedule))], null));

    private static Results<Ok<ScheduleItem>, Problem> One(string id, HttpContext context, TenantScope scope, IScheduleRows rows) => Find(rows, scope, id) is { } schedule ? Shown(context, rows, schedule) : NotKnown(id);

    private static async Task<Results<Created<ScheduleItem>, Problem>> Add(HttpContext context, TenantScope scope, IScheduleRows rows, WebhookStore webhooks, ScheduleBell bell, TimeProvider time)
    {
        var (schedule, problem) = await Read(context, scope, webhooks, "s-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), time);
        if (schedule is null)
        {
            return problem!;
        }

        if (Of(rows, scope).Count() >= ReportSchedule.OfTenantMax)
        {
            return Problem.Of(409, "conflict", "There are too many schedules") with { Detail = $"A tenant has at most {ReportSchedule.OfTenantMax}.", Fix = "Delete one that is not used." };
        }

        rows.Add(schedule);
        bell.Rung.Fire();
        context.Response.Headers.ETag = ETagOf(schedule.Revision);
        return TypedResults.Created($"/api/v1/report-schedules/{schedule.Id}", Item(rows, schedule));
    }

    private static async Task<Results<Ok<ScheduleItem>, Problem>> Change(string id, HttpContext context, TenantScope scope, IScheduleRows rows, WebhookStore webhooks, ScheduleBell bell, TimeProvider time)
    {
        if (Find(rows, scope, id) is not { } before)
        {
            return NotKnown(id);
        }

        var (form, problem) = await Read(context, scope, webhooks, id, time);
        if (form is null)
        {
            return problem!;
        }

        var ifMatch = context.Request.Headers.IfMatch.ToString();
        if (ifMatch.Length > 0 && ifMatch != ETagOf(before.Revision))
        {
            return Changed(412);
        }

        // The same periods go on where they were; others begin now.
        var isSame = (form.Period, form.At, form.Query) == (before.Period, before.At, before.Query);
        var after = form with { Revision = before.Revision + 1, Created = before.Created, After = isSame ? before.After : form.After };
        if (!rows.Replace(after))
        {
            return Changed(ifMatch.Length > 0 ? 412 : 409);
        }

        bell.Rung.Fire();
        return Shown(context, rows, after);
    }

    private static NoContent Delete(string id, TenantScope scope, IScheduleRows rows)
    {
        rows.Delete(scope.Tenant, id);
        return TypedResults.NoContent();
    }

    private static Results<Ok<Page<ReportDeliveryItem>>, Problem> Deliveries(string id, HttpRequest request, TenantScope scope, IScheduleRows rows)
    {
        if (Find(rows, scope, id) is null)
        {
            return NotKnown(id);
        }

        var before = (Due: DateTimeOffset.MaxValue, Edition: 0);
        if (request.Text(Before) is { } text && !ReportDelivery.TryParse(text, out before.Due, out before.Edition))
        {
            return Problems.Problems.ParameterInvalid("query:cursor", "It is not a cursor.", Before.Form.Fix);
        }

        var limit = request.LimitOf();
        return TypedResults.Ok(Page.Of(rows.List(scope.Tenant, id, before, limit + 1), limit, ReportDeliveryItem.Of, delivery => delivery.Id));
    }

    private static Results<Ok<ReportDeliveryItem>, Problem> Again(string id, string delivery, TenantScope scope, IScheduleRows rows, ScheduleBell bell, TimeProvider time)
    {
        if (!ReportDelivery.TryParse(delivery, out var due, out _) || rows.List(scope.Tenant, id, (due, int.MaxValue), 1) is not [var last] || last.Due != due)
        {
            return Problems.Problems.Unknown("delivery", delivery, "delivery-unknown");
        }

        var next = new ReportDelivery(scope.Tenant, id, due, last.Edition + 1) { From = last.From, To = last.To, Next = time.GetUtcNow() };
        if (last.Stage == DeliveryStage.Ordered || !rows.Order(next))
        {
            return Problem.Of(409, "conflict", "It is ordered already") with { Fix = "Wait until it is made." };
        }

        bell.Rung.Fire();
        return TypedResults.Ok(ReportDeliveryItem.Of(next));
    }

    private static async Task<(ReportSchedule? Schedule, Problem? Problem)> Read(HttpContext context, TenantScope scope, WebhookStore webhooks, string id, TimeProvider time)
    {
        var (request, problem) = await Body.ReadJson<ScheduleRequest>(context.Request, context.RequestAborted);
        return request is null ? (null, problem)
            : request.Webhook is { } webhook && webhooks.Find(scope, webhook) is null ? (null, ScheduleRequest.Invalid("/webhook", "The tenant has no such webhook.", "GET /api/v1/webhooks lists them."))
            : request.Form(scope.Tenant, id, time.GetUtcNow());
    }

    private static IEnumerable<ReportSchedule> Of(IScheduleRows rows, TenantScope scope) => rows.Load().Where(schedule => schedule.Tenant == scope.Tenant);

    private static ReportSchedule? Find(IScheduleRows rows, TenantScope scope, string id) => Of(rows, scope).FirstOrDefault(schedule => schedule.Id == id);

    private static ScheduleItem Item(IScheduleRows rows, ReportSchedule schedule) => ScheduleItem.From(schedule, rows.LastDue(schedule.Tenant, schedule.Id));

    private static Ok<ScheduleItem> Shown(HttpContext context, IScheduleRows rows, ReportSchedule schedule)
    {
        context.Response.Headers.ETag = ETagOf(schedule.Revision);
        return TypedResults.Ok(Item(rows, schedule));
    }

    private static Problem NotKnown(string id) => Problems.Problems.Unknown("report schedule", id, "report-schedule-unknown");

    private static Problem Changed(int status) => Problem.Of(status, "version-conflict", "It was changed meanwhile") with { Where = "header:If-Match", Fix = "Read it again, and change that." };

    private static string ETagOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}
