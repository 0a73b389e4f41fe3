using System.Diagnostics;
using CallCenter.Api.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace CallCenter.Api.Http;

/// <summary>What no endpoint answered: unknown addresses, requests that cannot be read, and our own defects; all as problems.</summary>
internal static class Failures
{
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(failed => failed.Run(static context => Of(context).ExecuteAsync(context)));
        app.UseStatusCodePages(static context => context.HttpContext.Response.StatusCode switch
        {
            404 => Problems.Problems.NotFound.ExecuteAsync(context.HttpContext),
            405 => Problems.Problems.MethodNotAllowed.ExecuteAsync(context.HttpContext),
            415 => Problems.Problems.MediaType("application/json (a configuration also as application/yaml)").ExecuteAsync(context.HttpContext),
            _ => Task.CompletedTask,
        });
    }

    private static Problem Of(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        BadHttpRequestException { StatusCode: 413 } => Problems.Problems.BodyTooLarge(Body.BytesMax),
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, "body-invalid", "The request cannot be read"),
        NpgsqlException or TimeoutException => Problems.Problems.DatabaseAway,
        _ => Problems.Problems.Fault(Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier),
    };
}
