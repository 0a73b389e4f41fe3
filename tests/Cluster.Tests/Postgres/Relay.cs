using System.Net;
using System.Net.Sockets;

namespace CallCenter.Cluster.Tests.Postgres;

/// <summary>Stands between a process and its database, and takes answers away. New connections pass whatever was done to earlier ones.</summary>
internal sealed class Relay : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private readonly List<Socket> sockets = [];
    private volatile bool losesAnswers;

    public Relay(int target)
    {
        this.target = target;
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>From now on nothing comes back from the server on connections that stand; the client is cut off at the first answer that is lost.</summary>
    public void LoseAnswers() => losesAnswers = true;

    /// <summary>As after the death of the process behind them: all connections end.</summary>
    public void Cut()
    {
        lock (sockets)
        {
            sockets.ForEach(socket => socket.Close(timeout: 0));
            sockets.Clear();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                losesAnswers = false;
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(IPAddress.Loopback, target);
                lock (sockets)
                {
                    sockets.AddRange([client, server]);
                }

                _ = Carry(client, server, isAnswer: false);
                _ = Carry(server, client, isAnswer: true);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Carry(Socket from, Socket to, bool isAnswer)
    {
        var chunk = new byte[ChunkBytes];
        try
        {
            while (await from.ReceiveAsync(chunk) is var length and > 0 && !(isAnswer && losesAnswers))
            {
                await to.SendAsync(chunk.AsMemory(0, length));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The other side is told below.
        }

        to.Close();
    }
}
