using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Secrets;
using CallCenter.Api.Views;

namespace CallCenter.Api.Safety;

/// <summary>Marks a write that is not remembered: it keeps its key itself, or its body is too large and it is idempotent by nature.</summary>
internal sealed record NotRemembered;

/// <summary>
/// Writes that name themselves with Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) happen once: a repeat hears the answer that was given,
/// also after a restart. Names are of a token in a tenant; answers are kept sealed, as they may hold numbers.
/// </summary>
internal sealed class RepeatedRequests(IRequestRows rows, SecretStore secrets, TimeProvider time)
{
    public static readonly HeaderParameter Key = new(
        "Idempotency-Key", "Names the request: sent again under the same name it happens once, and hears the first answer.", new ParameterForm.Text(128, "^[ -~]+$", "a text of ASCII characters"));

    public const string Replayed = "Idempotency-Replayed";
    public const int OfTokenMax = 10_000;
    public const int AnswerBytesMax = 256 * 1024;

    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Whoever began it and has not answered it by then is gone.</summary>
    public static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(1);

    private static readonly string[] KeptHeaders = [Writing.PositionHeader, Writing.ViewBehindHeader, "ETag", "Location"];

    private long trimmed = time.GetTimestamp();

    public static bool Remembers(string method, IEnumerable<object> metadata) => !HttpMethods.IsGet(method) && !metadata.OfType<NotRemembered>().Any();

    /// <summary>Behind the access checks, so that a name never tells of another's request.</summary>
    public static IApplicationBuilder Use(IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint() is { } endpoint && Remembers(context.Request.Method, endpoint.Metadata) && context.Request.Path.StartsWithSegments("/api")
        && context.Request.Headers[Key.Name].ToString() is { Length: > 0 } key && context.Features.Get<Token>() is { } token
            ? context.RequestServices.GetRequiredService<RepeatedRequests>().Once(new RequestKey(token.Id, context.Features.Get<TenantScope>()?.Tenant ?? "", key), context, next)
            : next(context));

    private async Task Once(RequestKey key, HttpContext context, RequestDelegate next)
    {
        if (Key.Form.Fault(key.Key) is { } fault)
        {
            await Problems.Problems.ParameterInvalid($"header:{Key.Name}", fault, Key.Form.Fix).ExecuteAsync(context);
            return;
        }

        var (fingerprint, now) = (await FingerprintOf(context.Request, context.RequestAborted), time.GetUtcNow());
        TrimNowAndThen(now);
        switch (await Task.Run(() => rows.Begin(key, fingerprint, now, now - AnswerTimeMax)))
        {
            case null:
                await Answer(key, context, next);
                break;
            case var known when !CryptographicOperations.FixedTimeEquals(known.Fingerprint, fingerprint):
                await Problems.Problems.KeyOfAnother.ExecuteAsync(context);
                break;
            case { Answer: { } answer }:
                await Replay(JsonSerializer.Deserialize<KeptAnswer>(secrets.Open(SealName(key), answer), ApiJson.Options)!, context);
                break;
            default:
                await Problems.Problems.StillAnswering.ExecuteAsync(context);
                break;
        }
    }

    private async Task Answer(RequestKey key, HttpContext context, RequestDelegate next)
    {
        using var buffer = new MemoryStream();
        var body = context.Response.Body;
        context.Response.Body = buffer;
        var isKept = false;
        try
        {
            await next(context);
            // What did not happen, or may not have happened, is asked anew.
            isKept = context.Response.StatusCode is < 500 and not (401 or 403 or 429) && buffer.Length <= AnswerBytesMax;
            if (isKept)
            {
                var answer = secrets.Seal(SealName(key), JsonSerializer.SerializeToUtf8Bytes(KeptAnswer.Of(context.Response, buffer.ToArray()), ApiJson.Options));
                await Task.Run(() => rows.Complete(key, answer));
            }
        }
        finally
        {
            context.Response.Body = body;
            if (!isKept)
            {
                await Task.Run(() => rows.Forget(key));
            }
        }

        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
    }

    private static async Task Replay(KeptAnswer answer, HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        response.Headers[Replayed] = "true";
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    /// <summary>Method, address and body: the same name for anything else is a mistake.</summary>
    private static async Task<byte[]> FingerprintOf(HttpRequest request, CancellationToken stop)
    {
        request.EnableBuffering(Body.BytesMax, Body.BytesMax * 2L);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var chunk = new byte[16 * 1024];
        // More than a body may have is refused by whoever reads it.
        for (var left = Body.BytesMax; left > 0 && await request.Body.ReadAsync(chunk.AsMemory(0, Math.Min(left, chunk.Length)), stop) is var read and > 0; left -= read)
        {
            hash.AppendData(chunk, 0, read);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private void TrimNowAndThen(DateTimeOffset now)
    {
        var last = Volatile.Read(ref trimmed);
        if (time.GetElapsedTime(last) >= TrimEvery && Interlocked.CompareExchange(ref trimmed, time.GetTimestamp(), last) == last)
        {
            rows.Trim(now - KeptFor, OfTokenMax);
        }
    }

    private static string SealName(RequestKey key) => $"request/{key.Token}/{key.Tenant}/{key.Key}";

    private sealed record KeptAnswer(int Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public static KeptAnswer Of(HttpResponse response, byte[] body) => new(
            response.StatusCode, response.ContentType, KeptHeaders.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToString()), body);
    }
}
