using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Views;

namespace CallCenter.Api.Audit;

/// <summary>Marks a read that is told too: of what others may not see.</summary>
internal sealed record AuditedRead;

/// <summary>
/// Every privileged act is in the audit before it has its effect (RELIABILITY N3): each write of a token above the role agent, and reads that are marked.
/// What cannot be told is not done.
/// </summary>
internal sealed partial class AuditedActs(IAuditRows rows, TimeProvider time, ILogger<AuditedActs> log)
{
    private const int TargetMax = 400;

    /// <summary>Behind all checks, just before the endpoint.</summary>
    public static IApplicationBuilder Use(IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint() is { } endpoint && context.Request.Path.StartsWithSegments("/api") && context.Features.Get<Token>() is { } token && IsPrivileged(context.Request.Method, endpoint, token)
            ? context.RequestServices.GetRequiredService<AuditedActs>().Tell(token, endpoint, context, next)
            : next(context));

    public static bool IsPrivileged(string method, Endpoint endpoint, Token token) =>
        HttpMethods.IsGet(method) ? endpoint.Metadata.GetMetadata<AuditedRead>() is not null : token.Role > TokenRole.Agent;

    private async Task Tell(Token token, Endpoint endpoint, HttpContext context, RequestDelegate next)
    {
        // A document names its tenant itself, where nobody has looked yet: it is of the token's, if that has one.
        var tenant = context.Features.Get<TenantScope>()?.Tenant ?? (endpoint.Metadata.GetMetadata<ForTenant>() is not null && token.Tenants is [var only] ? only : "");
        var target = $"{context.Request.Path}{context.Request.QueryString}";
        var told = new AuditRecord(
            time.GetUtcNow(), token.Bearer, token.Name, ApiJson.Word(token.Role), endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? context.Request.Method,
            target.Length <= TargetMax ? target : target[..TargetMax], context.Connection.RemoteIpAddress?.ToString());
        var number = (await Task.Run(() => rows.Append(tenant, told))).Number;
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            await TellOutcome(tenant, told with { At = time.GetUtcNow(), Status = status, Of = number, Position = context.Response.Headers[Writing.PositionHeader] is [{ } position] ? position : null });
        }
    }

    /// <summary>That it was begun is in the chain: without its outcome it counts as done.</summary>
    private async Task TellOutcome(string tenant, AuditRecord outcome)
    {
        try
        {
            await Task.Run(() => rows.Append(tenant, outcome));
        }
        catch (Exception failure)
        {
            LogUntold(log, outcome.Act, outcome.Of ?? 0, failure);
        }
    }

    [LoggerMessage(EventId = 4111, Level = LogLevel.Error, Message = "The outcome of {Act} (audit number {Number}) could not be told")]
    private static partial void LogUntold(ILogger logger, string act, long number, Exception failure);
}
