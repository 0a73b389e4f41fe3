using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls;

namespace CallCenter.Benchmarks.Media;

/// <summary>Phones that send 50 packets of G.711 a second each, spread over the 20 ms, and never read what they are sent.</summary>
internal sealed class RtpLoad : IDisposable
{
    private const int PacketBytes = 172;
    private const int StepsPerPacket = 10;
    private const int StepMs = 2;
    private const string Address = "127.9.1.2";

    private readonly (Socket Socket, SocketAddress To, byte Payload)[] phones;
    private readonly Thread thread;
    private volatile bool ended;

    public RtpLoad(int count)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        phones = new (Socket, SocketAddress, byte)[count];
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4_096 };
            socket.Bind(new IPEndPoint(IPAddress.Parse(Address), 0));
            phones[i] = (socket, new SocketAddress(AddressFamily.InterNetwork), 0);
        }

        Bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        thread = new Thread(Send) { Name = "phones", IsBackground = true };
    }

    /// <summary>What the phones themselves take of managed memory.</summary>
    public long Bytes { get; }

    public MediaPeer Phone(int index, MediaSlot slot, MediaSide side, int payload)
    {
        phones[index].To = new IPEndPoint(IPAddress.Parse(slot.Address), slot.PortOf(side)).Serialize();
        phones[index].Payload = (byte)payload;
        return new MediaPeer(Address, ((IPEndPoint)phones[index].Socket.LocalEndPoint!).Port, payload, 101);
    }

    public void Start() => thread.Start();

    public void Dispose()
    {
        ended = true;
        if (thread.IsAlive)
            thread.Join();
        foreach (var (socket, _, _) in phones)
        {
            socket.Dispose();
        }
    }

    private void Send()
    {
        var packet = new byte[PacketBytes];
        packet[0] = 0x80;
        var began = Stopwatch.GetTimestamp();
        for (var step = 0; !ended; step++)
        {
            while (Stopwatch.GetElapsedTime(began).TotalMilliseconds < step * (double)StepMs)
            {
                Thread.Sleep(1);
            }

            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(step / StepsPerPacket));
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(step / StepsPerPacket * 160));
            for (var i = step % StepsPerPacket; i < phones.Length; i += StepsPerPacket)
            {
                packet[1] = phones[i].Payload;
                phones[i].Socket.SendTo(packet, SocketFlags.None, phones[i].To);
            }
        }
    }
}
