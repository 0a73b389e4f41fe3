using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Transports;

/// <summary>Real bytes on loopback.</summary>
public sealed class SocketNetworkTests
{
    [Fact]
    public async Task A_datagram_arrives_with_its_source_and_an_answer_goes_back_there()
    {
        using var peer = new SocketPeer();
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await phone.SendAsync(Encoding.UTF8.GetBytes(SocketPeer.Message("one")), peer.Network.Local);
        var (text, from) = await peer.Next();
        Assert.Equal(SocketPeer.Message("one"), text);
        Assert.Equal(new Hop(Transport.Udp, (IPEndPoint)phone.Client.LocalEndPoint!), from);
        peer.Send(from, "answer");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal("answer", Encoding.UTF8.GetString((await phone.ReceiveAsync(limit.Token)).Buffer));
    }

    [Fact]
    public async Task Messages_on_a_stream_are_cut_by_their_length_however_they_are_split()
    {
        using var peer = new SocketPeer();
        using var phone = await peer.Connect();
        var (first, second) = (SocketPeer.Message("one", 700), SocketPeer.Message("two"));
        var bytes = Encoding.UTF8.GetBytes(first + "\r\n" + second);
        for (var at = 0; at < bytes.Length; at += 97)
        {
            await phone.SendAsync(bytes.AsMemory(at, Math.Min(97, bytes.Length - at)));
        }

        Assert.Equal(first, (await peer.Next()).Text);
        Assert.Equal(second, (await peer.Next()).Text);
    }

    [Fact]
    public async Task A_ping_gets_its_pong()
    {
        using var peer = new SocketPeer();
        using var phone = await peer.Connect();
        await phone.SendAsync("\r\n\r\n"u8.ToArray());
        Assert.Equal("\r\n", await SocketPeer.Read(phone, 2));
    }

    [Theory]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nCall-ID: one\r\n\r\n")]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: 999999999\r\n\r\n")]
    public async Task Where_the_next_message_begins_cannot_be_known_the_rest_is_not_looked_at(string message)
    {
        using var peer = new SocketPeer();
        var phone = await peer.Connect();
        await phone.SendAsync(Encoding.UTF8.GetBytes(message));
        var (broken, from) = await peer.Next();
        Assert.Equal(message, broken);
        await phone.SendAsync(Encoding.UTF8.GetBytes(SocketPeer.Message("smuggled")));
        peer.Send(from, "refused");
        Assert.Equal("refused", await SocketPeer.Read(phone, 7));
        phone.Dispose();
        await peer.NextLost();
        using var other = await peer.Connect();
        await other.SendAsync(Encoding.UTF8.GetBytes(SocketPeer.Message("next")));
        Assert.Equal(SocketPeer.Message("next"), (await peer.Next()).Text);
    }

    [Fact]
    public async Task The_connection_of_a_request_is_used_for_its_response_and_its_loss_is_told()
    {
        using var peer = new SocketPeer();
        var phone = await peer.Connect();
        await phone.SendAsync(Encoding.UTF8.GetBytes(SocketPeer.Message("one")));
        var (_, from) = await peer.Next();
        Assert.Equal(Transport.Tcp, from.Transport);
        peer.Send(from, "answer");
        Assert.Equal("answer", await SocketPeer.Read(phone, 6));
        Assert.True(await peer.OnLoop(() => Task.FromResult(peer.Network.IsOpen(from.Connection!))));
        phone.Dispose();
        Assert.Equal(from.Connection, await peer.NextLost());
        Assert.False(await peer.OnLoop(() => Task.FromResult(peer.Network.IsOpen(from.Connection!))));
    }

    [Fact]
    public async Task A_connection_of_ours_is_made_once_and_used_again()
    {
        using var peer = new SocketPeer();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var remote = (IPEndPoint)listener.LocalEndpoint;
        var both = await peer.OnLoop(() => Task.WhenAll(peer.Network.Connect(Transport.Tcp, remote, ""), peer.Network.Connect(Transport.Tcp, remote, "")));
        using var accepted = await listener.AcceptSocketAsync();
        Assert.NotNull(both[0]);
        Assert.Equal(both[0], both[1]);
        peer.Send(new Hop(Transport.Tcp, remote), "one");
        peer.Send(both[0]! with { Connection = "of an earlier run" }, "two");
        Assert.Equal("onetwo", await SocketPeer.Read(accepted, 6));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task What_cannot_be_connected_is_reported()
    {
        using var peer = new SocketPeer();
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closed = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();
        Assert.True(await peer.Failed(new Hop(Transport.Tcp, closed), "nobody hears it"));
        Assert.Null(await peer.OnLoop(() => peer.Network.Connect(Transport.Tcp, closed, "")));
    }

    [Fact]
    public async Task A_peer_that_drips_is_cut_off_in_time()
    {
        using var time = new VirtualLoop();
        using var peer = new SocketPeer(new TransportOptions { MessageTimeMax = TimeSpan.FromSeconds(20) }, time.Clock);
        using var slow = await peer.Connect();
        await slow.SendAsync(Encoding.UTF8.GetBytes(SocketPeer.Message("whole") + "OPTIONS sip:a"));
        await peer.Next();

        var cut = peer.NextLost();
        while (!cut.IsCompleted)
        {
            time.Clock.Step(TimeSpan.FromSeconds(1));
            await peer.OnLoop(() => Task.FromResult(true));
        }

        await cut;
        Assert.True(time.Clock.Elapsed > TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task One_address_cannot_take_all_connections()
    {
        using var peer = new SocketPeer(new TransportOptions { ConnectionsPerAddressMax = 1 });
        using var first = await peer.Connect();
        await first.SendAsync("\r\n\r\n"u8.ToArray());
        Assert.Equal("\r\n", await SocketPeer.Read(first, 2));
        using var second = await peer.Connect();
        Assert.Equal("", await SocketPeer.Read(second, 1));
    }

    [Fact]
    public async Task A_name_is_looked_up_and_one_of_nobody_is_nothing()
    {
        using var peer = new SocketPeer();
        Assert.Equal(IPAddress.Loopback, await peer.OnLoop(() => peer.Network.Resolve("localhost")));
        Assert.Null(await peer.OnLoop(() => peer.Network.Resolve("no such name")));
    }
}
