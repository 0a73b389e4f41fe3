using System.Globalization;
using System.Security.Cryptography;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Webhooks;

/// <summary>Webhooks, and what is on its way to them.</summary>
internal static class WebhooksApi
{
    private static readonly HeaderParameter IfMatch = new("If-Match", "Only if this revision is the present one: the 'ETag' of a read.", new ParameterForm.Text(24, "^\"[0-9]{1,18}\"$", "a revision in quotes"));
    private static readonly QueryParameter State = new("state", "Those that wait (the default), or those that were given up.", new ParameterForm.Words(["waiting", "dead"], IsList: false));
    private static readonly QueryParameter After = new("cursor", "The 'next' of the page before, as it is.", new ParameterForm.Text(18, "^[0-9]+$", "the 'next' of a page"));

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/webhooks").WithTags("Webhooks").RequireAuthorization(Policies.Administrator).WithMetadata(new ForTenant(), new InScope(TokenScope.Webhooks)).Takes(Queries.Tenant).Refuses(404);
        webhooks.MapGet("", List).WithName("listWebhooks").WithSummary("Webhooks, by id");
        webhooks.MapPost("", Add).WithName("addWebhook").WithSummary("Adds a webhook; its secret is shown this once").Accepts<WebhookRequest>("application/json").WithMetadata(new NotRemembered()).Refuses(409, 413, 415, 422);
        webhooks.MapGet("/{id}", One).WithName("getWebhook").WithSummary("One webhook");
        webhooks.MapPut("/{id}", Change).WithName("changeWebhook").WithSummary("Changes a webhook").Accepts<WebhookRequest>("application/json").Takes(IfMatch).Refuses(409, 412, 413, 415, 422);
        webhooks.MapDelete("/{id}", Delete).WithName("deleteWebhook").WithSummary("Deletes a webhook and what is on its way to it").Refuses(409, 422);
        webhooks.MapPost("/{id}/secret", Renew).WithName("renewWebhookSecret").WithSummary("Gives it a new secret, shown this once; the one before signs beside it for a day").WithMetadata(new NotRemembered()).Refuses(409);
        webhooks.MapGet("/{id}/deliveries", Deliveries).WithName("listDeliveries").WithSummary("What is on its way, or was given up; oldest first").Takes(State, Queries.Limit, After);
        webhooks.MapPost("/{id}/resend", Resend).WithName("resendDeliveries").WithSummary("Sends again what was given up").Accepts<ResendRequest>("application/json").Refuses(409, 413, 415, 422);
    }

    private static Ok<Page<WebhookItem>> List(TenantScope scope, WebhookStore store) => TypedResults.Ok(new Page<WebhookItem>([.. store.Of(scope).Select(webhook => WebhookItem.From(webhook))], null));

    private static Results<Ok<WebhookItem>, Problem> One(string id, HttpContext context, TenantScope scope, WebhookStore store) =>
        store.Find(scope, id) is { } webhook ? Shown(context, webhook) : NotKnown(id);

    private static async Task<Results<Created<WebhookItem>, Problem>> Add(HttpContext context, TenantScope scope, WebhookStore store, TimeProvider time)
    {
        var (request, problem) = await Body.ReadJson<WebhookRequest>(context.Request, context.RequestAborted);
        if (request is null || (problem = WebhookRequest.Check(request, context.Features.Get<Token>()!)) is not null)
        {
            return problem!;
        }

        if (store.Of(scope).Count() >= Webhook.OfTenantMax)
        {
            return Problem.Of(409, "conflict", "There are too many webhooks") with { Detail = $"A tenant has at most {Webhook.OfTenantMax}.", Fix = "Delete one that is not used." };
        }

        var (webhook, secret) = store.Add(request.Form(scope.Tenant, "w-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), time.GetUtcNow()));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ETag = ETagOf(webhook.Revision);
        return TypedResults.Created($"/api/v1/webhooks/{webhook.Id}", WebhookItem.From(webhook, secret));
    }

    private static async Task<Results<Ok<WebhookItem>, Problem>> Change(string id, HttpContext context, TenantScope scope, WebhookStore store, TimeProvider time)
    {
        var (request, problem) = await Body.ReadJson<WebhookRequest>(context.Request, context.RequestAborted);
        if (request is null || (problem = WebhookRequest.Check(request, context.Features.Get<Token>()!)) is not null)
        {
            return problem!;
        }

        if (store.Find(scope, id) is not { } webhook)
        {
            return NotKnown(id);
        }

        var ifMatch = context.Request.Headers.IfMatch.ToString();
        if (ifMatch.Length > 0 && ifMatch != ETagOf(webhook.Revision))
        {
            return Changed(412);
        }

        var form = request.Form(scope.Tenant, id, time.GetUtcNow());
        return store.TryReplace(webhook with { Name = form.Name, Url = form.Url, Types = form.Types, Numbers = form.Numbers, IsPaused = form.IsPaused }) && store.Find(scope, id) is { } now
            ? Shown(context, now)
            : Changed(ifMatch.Length > 0 ? 412 : 409);
    }

    private static NoContent Delete(string id, TenantScope scope, WebhookStore store)
    {
        store.Delete(scope, id);
        return TypedResults.NoContent();
    }

    private static Results<Ok<WebhookItem>, Problem> Renew(string id, HttpContext context, TenantScope scope, WebhookStore store)
    {
        if (store.Find(scope, id) is not { } webhook)
        {
            return NotKnown(id);
        }

        context.Response.Headers.CacheControl = "no-store";
        return store.Renew(webhook) is { } secret && store.Find(scope, id) is { } now ? TypedResults.Ok(WebhookItem.From(now, secret)) : Changed(409);
    }

    private static Results<Ok<Page<DeliveryItem>>, Problem> Deliveries(string id, HttpRequest request, TenantScope scope, WebhookStore store)
    {
        if (store.Find(scope, id) is null)
        {
            return NotKnown(id);
        }

        var limit = request.LimitOf();
        var after = request.Text(After) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        return TypedResults.Ok(Page.Of(
            store.Deliveries(scope, id, request.Text(State) == "dead", after, limit + 1), limit, DeliveryItem.From, delivery => delivery.Number.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<Ok<ResentItem>, Problem>> Resend(string id, HttpContext context, TenantScope scope, WebhookStore store)
    {
        var (request, problem) = await Body.ReadJson<ResendRequest>(context.Request, context.RequestAborted);
        if (request is null)
        {
            return problem!;
        }

        if (store.Find(scope, id) is null)
        {
            return NotKnown(id);
        }

        long? number = null;
        if (request.Delivery is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var one))
            {
                return Problems.Problems.BodyInvalid("/delivery", "It is not the id of a delivery.", "Send an 'id' of GET /webhooks/{id}/deliveries, or leave it out.");
            }

            number = one;
        }

        return TypedResults.Ok(new ResentItem(store.Revive(scope, id, number)));
    }

    private static Ok<WebhookItem> Shown(HttpContext context, Webhook webhook)
    {
        context.Response.Headers.ETag = ETagOf(webhook.Revision);
        return TypedResults.Ok(WebhookItem.From(webhook));
    }

    private static Problem NotKnown(string id) => Problems.Problems.Unknown("webhook", id, "webhook-unknown");

    private static Problem Changed(int status) => Problem.Of(status, "version-conflict", "It was changed meanwhile") with { Where = "header:If-Match", Fix = "Read it again, and change that." };

    private static string ETagOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}
