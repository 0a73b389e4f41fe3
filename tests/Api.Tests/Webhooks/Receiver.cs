using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Api.Tests.Webhooks;

/// <summary>A system of a tenant's on a loopback port that takes webhooks. What it answers is the test's.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Taken> taken = [];
    private TaskCompletionSource came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Receiver(Func<Taken, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var one = new Taken(context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), body.ToArray());
            taken.Enqueue(one);
            Interlocked.Exchange(ref came, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            await answer(one, context);
        });
    }

    public string Url { get; private set; } = "";

    public IReadOnlyList<Taken> All => [.. taken];

    /// <summary>Answers with these statuses, one a request, and with 200 behind the last.</summary>
    public static Task<Receiver> Answering(params int[] statuses)
    {
        var number = -1;
        return Start((_, context) =>
        {
            var at = Interlocked.Increment(ref number);
            context.Response.StatusCode = at < statuses.Length ? statuses[at] : 200;
            return Task.CompletedTask;
        });
    }

    public static async Task<Receiver> Start(Func<Taken, HttpContext, Task> answer)
    {
        var receiver = new Receiver(answer);
        await receiver.app.StartAsync();
        receiver.Url = receiver.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/events";
        return receiver;
    }

    /// <summary>Waits until what came is enough, and answers all of it.</summary>
    public async Task<IReadOnlyList<Taken>> Until(Func<IReadOnlyList<Taken>, bool> enough)
    {
        using var patience = new CancellationTokenSource(Center.Patience);
        while (true)
        {
            var next = Volatile.Read(ref came).Task;
            if (enough(All))
            {
                return All;
            }

            await next.WaitAsync(patience.Token);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>One request as it came.</summary>
internal sealed record Taken(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public JsonElement Event => JsonDocument.Parse(Body).RootElement;

    public string Subject => Event.GetProperty("subject").GetString()!;

    public string Type => Event.GetProperty("type").GetString()!;

    /// <summary>As a receiver checks it by the text of Standard Webhooks 1.0, with nothing of ours.</summary>
    public bool IsSignedWith(string secret)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id}.{Headers["webhook-timestamp"]}.")).Concat(Body).ToArray();
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
        return Headers["webhook-signature"].Split(' ').Contains(expected);
    }
}
