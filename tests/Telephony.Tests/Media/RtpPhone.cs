using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Tests.Media;

/// <summary>A phone's ear and mouth: one real UDP socket that speaks and hears G.711 over RTP.</summary>
internal sealed class RtpPhone : IDisposable
{
    public const int FrameSamples = 160;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly int payload;
    private readonly uint ssrc = (uint)Random.Shared.Next();
    private ushort sequence = (ushort)Random.Shared.Next(65_536);
    private uint timestamp = (uint)Random.Shared.Next();

    public RtpPhone(string address = "127.0.0.1", int payload = 0)
    {
        this.payload = payload;
        socket.ReceiveBufferSize = 1 << 20;
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
    }

    public int Port => Local.Port;

    public MediaPeer Peer(MediaDirection direction = MediaDirection.SendReceive, int? telephoneEvent = 101) =>
        new(Local.Address.ToString(), Port, payload, telephoneEvent, direction);

    /// <summary>Says a tone of this many frames of 20 ms, all at once: a relay keeps no pace.</summary>
    public void Say(MediaSlot slot, MediaSide side, double frequency, int frames = 25)
    {
        var tone = Tone.Of(frequency, frames * FrameSamples);
        for (var frame = 0; frame < frames; frame++)
        {
            var octets = new byte[FrameSamples];
            for (var i = 0; i < FrameSamples; i++)
            {
                octets[i] = G711.Encode((Law)payload, tone[frame * FrameSamples + i]);
            }

            Send(slot, side, payload, octets);
            timestamp += FrameSamples;
        }
    }

    /// <summary>Presses a digit: two packets while it is held, and the end three times (RFC 4733 section 2.5.1.4).</summary>
    public void Press(MediaSlot slot, MediaSide side, int digit, int payloadType = 101)
    {
        foreach (var (end, duration) in new[] { (false, 160), (false, 320), (true, 480), (true, 480), (true, 480) })
        {
            Send(slot, side, payloadType, [(byte)digit, (byte)(end ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration]);
        }

        timestamp += 480;
    }

    public void SendRaw(MediaSlot slot, MediaSide side, ReadOnlySpan<byte> datagram) => socket.SendTo(datagram, At(slot, side));

    /// <summary>The next packets, whatever they are.</summary>
    public async Task<HeardPackets> Hear(int packets)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var heard = new HeardPackets();
        var buffer = new byte[2_048];
        while (heard.Count < packets)
        {
            int length;
            try
            {
                length = await socket.ReceiveAsync(buffer, deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"heard {heard.Count} packets of {packets}: {string.Join(' ', heard.Select(packet => packet.Packet.Sequence))}");
            }

            Assert.True(RtpPacket.TryRead(buffer.AsSpan(0, length), out var packet), "what we hear is RTP");
            heard.Add(packet, packet.Payload(buffer).ToArray());
        }

        return heard;
    }

    /// <summary>What came so far is not heard.</summary>
    public void Forget()
    {
        var buffer = new byte[2_048];
        while (socket.Available > 0)
        {
            socket.Receive(buffer);
        }
    }

    public void Dispose() => socket.Dispose();

    private IPEndPoint Local => (IPEndPoint)socket.LocalEndPoint!;

    private void Send(MediaSlot slot, MediaSide side, int payloadType, byte[] content)
    {
        var datagram = new byte[RtpPacket.HeaderLength + content.Length];
        datagram[0] = 0x80;
        datagram[1] = (byte)payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), ssrc);
        content.CopyTo(datagram, RtpPacket.HeaderLength);
        socket.SendTo(datagram, At(slot, side));
    }

    private static IPEndPoint At(MediaSlot slot, MediaSide side) => new(IPAddress.Parse(slot.Address), slot.PortOf(side));
}

internal sealed class HeardPackets : List<(RtpPacket Packet, byte[] Payload)>
{
    public void Add(RtpPacket packet, byte[] payload) => Add((packet, payload));

    public double Share(double frequency) => Tone.Share(Samples(), frequency);

    /// <summary>How many packets are wholly of this tone.</summary>
    public int FramesOf(double frequency) => this.Count(packet => Tone.Share([.. packet.Payload.Select(octet => G711.Decode((Law)packet.Packet.PayloadType, octet))], frequency) > 0.9);

    /// <summary>The strongest of these tones in each packet, and which source it is of.</summary>
    public string Tones(double[] tones) => string.Join(' ', this.Select(packet =>
        $"{tones.MaxBy(tone => Tone.Share([.. packet.Payload.Select(octet => G711.Decode((Law)packet.Packet.PayloadType, octet))], tone))}/{packet.Packet.Ssrc:x8}"));

    public short[] Samples() =>
        [.. this.Where(heard => heard.Packet.PayloadType is 0 or 8).SelectMany(heard => heard.Payload.Select(octet => G711.Decode((Law)heard.Packet.PayloadType, octet)))];

    /// <summary>Within each source, or in one for all, numbers follow each other and time goes on.</summary>
    public void GoOn(bool isOneSource)
    {
        var sources = this.Select(heard => heard.Packet).GroupBy(packet => packet.Ssrc).Select(source => source.ToList()).ToList();
        Assert.True(sources.Count == 1 || !isOneSource, "one source");
        foreach (var (before, next) in sources.SelectMany(source => source.Zip(source.Skip(1))))
        {
            Assert.Equal((ushort)(before.Sequence + 1), next.Sequence);
            Assert.True((int)(next.Timestamp - before.Timestamp) >= 0, "time goes on");
        }
    }
}
