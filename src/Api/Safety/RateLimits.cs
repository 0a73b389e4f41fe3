using System.Globalization;
using CallCenter.Api.Access;

namespace CallCenter.Api.Safety;

/// <summary>
/// How much one token may ask, and how often one address may come with a token that is none. Every answer says what is left
/// (draft-ietf-httpapi-ratelimit-headers); what is too much is 429 with Retry-After.
/// </summary>
internal sealed class RateLimits(ApiOptions options, TimeProvider time)
{
    private readonly Spenders requests = new(options.Requests, time);
    private readonly Spenders failures = new(options.Failures, time);

    /// <summary>Behind authentication.</summary>
    public static IApplicationBuilder Use(IApplicationBuilder app) => app.Use(static (context, next) =>
        context.Request.Path.StartsWithSegments("/api") && context.Features.Get<Token>() is { } token
        && context.RequestServices.GetRequiredService<RateLimits>().Spend(token, context.Response) is { } problem
            ? problem.ExecuteAsync(context)
            : next(context));

    /// <summary>A token that is none came from there; the problem when it were too many.</summary>
    public Problems.Problem? Fail(HttpContext context) =>
        failures.Take(context.Connection.RemoteIpAddress?.ToString() ?? "").RetryIn is { } wait ? Problems.Problems.TooManyFailures(wait) : null;

    private Problems.Problem? Spend(Token token, HttpResponse response)
    {
        var spent = requests.Take(token.Id);
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"requests\";q={requests.Allowance.Burst};w={Seconds(requests.Allowance.Window)}");
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"requests\";r={spent.Left};t={Seconds(spent.WholeIn)}");
        return spent.RetryIn is { } wait ? Problems.Problems.TooManyRequests(requests.Allowance, wait) : null;
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);
}
