using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.DemoPhones.Sound;

/// <summary>One call's sound at one phone: says its tone to whom it met, and listens.</summary>
internal sealed class Voice : IDisposable
{
    private readonly RtpSocket? socket;
    private readonly Receiver? receiver;
    private readonly Pacer? pacer;
    private readonly OutgoingStream? mouth;
    private readonly Heard tone = Heard.Silence;
    private MediaPeer? met;

    public Voice(int silentPort) => Port = silentPort;

    public Voice(RtpSocket socket, Receiver receiver, Pacer pacer, OutgoingStream mouth, Ear ear, Role role)
    {
        (this.socket, this.receiver, this.pacer, this.mouth, Ear) = (socket, receiver, pacer, mouth, ear);
        tone = Heard.MusicOnHold(role.ToString());
        Port = ((IPEndPoint)socket.Socket.LocalEndPoint!).Port;
        receiver.Watch(socket);
    }

    public int Port { get; }

    /// <summary>Null when nothing is listened to.</summary>
    public Ear? Ear { get; }

    public void Meet(MediaPeer peer)
    {
        if (mouth is null || peer == met || Destination.Of(peer, AddressFamily.InterNetwork, symmetric: false) is not { } destination)
            return;

        met = peer;
        if (mouth.Become(destination, tone))
            pacer!.Pace(mouth);
    }

    public void Dispose()
    {
        if (socket is null)
            return;

        mouth!.Become(null, Heard.Silence);
        receiver!.Forget(socket);
        socket.Dispose();
    }
}

/// <summary>Counts what is heard, and recognizes an agent's tone among music and silence.</summary>
internal sealed class Ear(Action hearsAgent)
{
    /// <summary>Frames of 20 ms in a row: music may touch the tone, it does not keep it.</summary>
    private const int FramesMin = 10;

    private const double ShareMin = 0.8;

    private long packets;
    private int inARow;

    public long Packets => Volatile.Read(ref packets);

    public void Receive(ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        if (!RtpPacket.TryRead(datagram, out var packet) || packet.PayloadType is not ((int)Law.Mu or (int)Law.A))
            return;

        packets++;
        if (inARow >= FramesMin)
            return;

        inARow = ShareOfAgent(packet.Payload(datagram), (Law)packet.PayloadType) > ShareMin ? inARow + 1 : 0;
        if (inARow == FramesMin)
            hearsAgent();
    }

    // Goertzel's filter: the energy at one frequency as a share of all.
    private static double ShareOfAgent(ReadOnlySpan<byte> payload, Law law)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * Voices.AgentFrequency / Telephony.Media.Sounds.Sound.Rate);
        double last = 0, beforeLast = 0, energy = 0;
        foreach (var octet in payload)
        {
            var sample = (double)G711.Decode(law, octet);
            (last, beforeLast) = (sample + coefficient * last - beforeLast, last);
            energy += sample * sample;
        }

        return energy == 0 ? 0 : (last * last + beforeLast * beforeLast - coefficient * last * beforeLast) / (energy * payload.Length / 2);
    }
}
