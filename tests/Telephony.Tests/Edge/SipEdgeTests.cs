using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Edge;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>The whole edge on real sockets.</summary>
public sealed class SipEdgeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_answers_options_over_udp_and_tcp_on_the_same_port_and_frees_it_when_it_stops()
    {
        var edge = Edge(new EdgeOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) });
        edge.Start();
        var local = edge.Local;
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await udp.SendAsync(Encoding.UTF8.GetBytes(Options("UDP")), local);
        using var limit = new CancellationTokenSource(Deadline);
        Assert.StartsWith("SIP/2.0 200 OK\r\n", Encoding.UTF8.GetString((await udp.ReceiveAsync(limit.Token)).Buffer), StringComparison.Ordinal);

        using var tcp = new TcpClient();
        await tcp.ConnectAsync(local, limit.Token);
        await tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Options("TCP")), limit.Token);
        var start = new byte[16];
        await tcp.GetStream().ReadExactlyAsync(start, limit.Token);
        Assert.Equal("SIP/2.0 200 OK\r\n", Encoding.UTF8.GetString(start));
        await edge.DisposeAsync();

        await using var again = Edge(new EdgeOptions { Listen = local });
        again.Start();
        Assert.Equal(local, again.Local);
    }

    [Fact]
    public async Task A_call_is_told_to_the_core_and_a_malformed_one_is_refused()
    {
        var core = new Core();
        await using var edge = Edge(new EdgeOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, core);
        edge.Start();
        using var caller = new UdpClient(new IPEndPoint(IPAddress.Parse("127.7.0.9"), 0));
        await caller.SendAsync(Encoding.UTF8.GetBytes(World.Invite()), edge.Local);
        var told = await core.Arrived.Task.WaitAsync(Deadline);
        Assert.Equal("4000", told.Arrival.Number);
        await caller.SendAsync(Encoding.UTF8.GetBytes(World.Invite().Replace("Call-ID: call-a\r\n", "", StringComparison.Ordinal)), edge.Local);
        using var limit = new CancellationTokenSource(Deadline);
        var answers = new[] { await caller.ReceiveAsync(limit.Token), await caller.ReceiveAsync(limit.Token) }.Select(answer => Encoding.UTF8.GetString(answer.Buffer)[..11]);
        Assert.Equal(["SIP/2.0 100", "SIP/2.0 400"], answers.Order());
    }

    private static SipEdge Edge(EdgeOptions options, ISignals? core = null) =>
        new(options, core ?? new Core(), new CountedMedia(), new TestPlan(), TimeProvider.System, NullLogger<SipEdge>.Instance);

    private static string Options(string transport) =>
        $"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1:5099;rport;branch=z9hG4bK-{transport}\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:127.0.0.1>\r\n"
        + $"Call-ID: {transport}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    private sealed class Core : ISignals
    {
        public TaskCompletionSource<CallCommand.RecordArrival> Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<SignalAnswer> Tell(Actors.ActorId to, object command, TimeSpan deadline)
        {
            if (command is CallCommand.RecordArrival arrival)
            {
                Arrived.TrySetResult(arrival);
            }

            return ValueTask.FromResult<SignalAnswer>(new SignalAnswer.Answered(null));
        }
    }
}
