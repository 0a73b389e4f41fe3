using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A tenant's customer system: answers, by HTTP, who its important callers are. It may be told to hang.</summary>
public sealed class CustomerSystem : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string[] important;
    private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="address">127.x.y.z, at a free port.</param>
    /// <param name="important">Callers whose tier is gold; of others nothing is known.</param>
    public CustomerSystem(string address, params string[] important)
    {
        this.important = important;
        Url = string.Create(CultureInfo.InvariantCulture, $"http://{address}:{FreePort(address)}/callers");
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        _ = Serve();
    }

    public string Url { get; }

    public bool Hangs { get; set; }

    /// <summary>Callers that were asked for, with what the question was authorized by.</summary>
    public ConcurrentQueue<(string Caller, string? Authorization)> Asked { get; } = [];

    public void Dispose()
    {
        disposed.TrySetResult();
        listener.Close();
    }

    private async Task Serve()
    {
        while (!disposed.Task.IsCompleted)
        {
            try
            {
                _ = Answer(await listener.GetContextAsync());
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        var caller = (string)(await JsonNode.ParseAsync(context.Request.InputStream))!["caller"]!;
        Asked.Enqueue((caller, context.Request.Headers["Authorization"]));
        if (Hangs)
        {
            await disposed.Task;
            return;
        }

        context.Response.StatusCode = important.Contains(caller) ? 200 : 404;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(important.Contains(caller) ? """{"customer": {"tier": "gold"}}""" : "{}"));
        context.Response.Close();
    }

    private static int FreePort(string address)
    {
        using var socket = new TcpListener(IPAddress.Parse(address), 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
