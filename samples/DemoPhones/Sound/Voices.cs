using System.Net;
using System.Net.Sockets;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtp;
using CallCenter.Telephony.Media.Sounds;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.DemoPhones.Sound;

internal enum Role
{
    Agent,
    Caller,
}

/// <summary>The mouths and ears of all phones: each call has an RTP socket; one receiver and one pacer serve them all. An agent says 1,000 Hz, a caller 600 Hz.</summary>
internal sealed class Voices : IDisposable
{
    public const double AgentFrequency = 1_000;
    public const double CallerFrequency = 600;

    private const int SocketBufferBytes = 32 * 1024;
    private const double Level = 3_000;

    private readonly RtpClock clock = new(TimeProvider.System);
    private readonly SoundLibrary sounds = new([Tone(Role.Agent, AgentFrequency), Tone(Role.Caller, CallerFrequency)], NullLogger.Instance);
    private readonly IPAddress address;
    private readonly Receiver receiver;
    private readonly Pacer pacer;
    private readonly Socket? sink;

    /// <param name="silent">All voices share one socket that is never read: no RTP is sent, and none is answered with ICMP.</param>
    public Voices(IPAddress address, bool silent)
    {
        this.address = address;
        receiver = Receiver.Of(address.AddressFamily);
        pacer = new Pacer(clock);
        if (!silent)
            return;

        sink = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4_096 };
        sink.Bind(new IPEndPoint(address, 0));
    }

    /// <param name="hearsAgent">Called once, on a thread of its own, when an agent's tone is heard.</param>
    public Voice Open(Role role, Action hearsAgent)
    {
        if (sink is not null)
            return new Voice(((IPEndPoint)sink.LocalEndPoint!).Port);

        var ear = new Ear(hearsAgent);
        var socket = RtpSocket.Bind(new IPEndPoint(address, 0), SocketBufferBytes, ear.Receive) ?? throw new IOException("no UDP port is free");
        return new Voice(socket, receiver, pacer, new OutgoingStream(socket, clock, sounds, new Speaker(sounds, TimeProvider.System), Random.Shared), ear, role);
    }

    public void Dispose()
    {
        sink?.Dispose();
        receiver.Dispose();
        pacer.Dispose();
    }

    private static Telephony.Media.Sounds.Sound Tone(Role role, double frequency)
    {
        var samples = new short[Telephony.Media.Sounds.Sound.Rate];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(Level * Math.Sin(2 * Math.PI * frequency * i / samples.Length));
        }

        return new Telephony.Media.Sounds.Sound(role.ToString(), samples);
    }
}
