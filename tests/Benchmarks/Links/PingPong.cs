using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Links;

/// <summary>What the machine itself takes there and back: two sockets, as many bytes as an ask and its answer, nothing else.</summary>
internal static class PingPong
{
    private const int AskBytes = 200;
    private const int AnswerBytes = 40;

    public static async Task<Latencies> Measure(TimeSpan length)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new TcpClient { NoDelay = true };
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var far = await listener.AcceptTcpClientAsync();
        far.NoDelay = true;
        var answering = Answer(far.GetStream());
        var times = new Latencies();
        var (ask, answer, stream) = (new byte[AskBytes], new byte[AnswerBytes], near.GetStream());
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < length;)
        {
            var start = Stopwatch.GetTimestamp();
            await stream.WriteAsync(ask);
            await stream.ReadExactlyAsync(answer);
            times.Add(Stopwatch.GetTimestamp() - start);
        }

        near.Close();
        await answering;
        return times;
    }

    private static async Task Answer(NetworkStream stream)
    {
        var (ask, answer) = (new byte[AskBytes], new byte[AnswerBytes]);
        while (await stream.ReadAtLeastAsync(ask, AskBytes, throwOnEndOfStream: false) == AskBytes)
        {
            await stream.WriteAsync(answer);
        }
    }
}
