using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media;

/// <summary>
/// One side of a session that has a peer: its RTP socket, what comes in and what goes out. The RTCP port beside it is neither bound nor sent
/// from: nobody here reads reports, and what comes there is the kernel's to refuse. Changed under the session's lock.
/// </summary>
internal sealed class SessionSide : IDisposable
{
    private readonly RtpSocket socket;
    private readonly IncomingStream incoming;
    private readonly Receiver receiver;
    private readonly Pacer pacer;
    private Destination? destination;
    private bool started;

    private SessionSide(RtpSocket socket, IncomingStream incoming, SessionSurroundings around)
    {
        (this.socket, this.incoming, receiver, pacer) = (socket, incoming, around.Receiver, around.Pacer);
        Outgoing = new OutgoingStream(socket, around.Clock, around.Sounds, around.Speaker, around.Random);
    }

    public OutgoingStream Outgoing { get; }

    public MediaPeer? Peer => destination?.Peer;

    public SideCounts Counts => incoming.Counts with { Out = Outgoing.Sent, Unsent = Outgoing.Unsent };

    /// <summary>Null when the port is not to be had.</summary>
    public static SessionSide? Open(MediaSlot slot, MediaSide side, SessionSurroundings around)
    {
        var incoming = new IncomingStream(slot, side, around.Clock, around.Notice);
        var socket = RtpSocket.Bind(new IPEndPoint(around.Local, slot.PortOf(side)), around.SocketBufferBytes, incoming.Receive);
        return socket is null ? null : new SessionSide(socket, incoming, around);
    }

    /// <summary>The far end's new value: with it its source has to be proven anew.</summary>
    public void Meet(Destination met) => destination = met;

    public void Become(Heard heard, OutgoingStream? heardBy)
    {
        incoming.Become(destination, heardBy);
        if (Outgoing.Become(destination, heard))
            pacer.Pace(Outgoing);
        if (started)
            return;

        started = true;
        receiver.Watch(socket);
    }

    public SideReport Report() =>
        new(Counts, incoming.SilentFor, destination is { MaySend: true }, destination is { Latch.Proven: true });

    public void Dispose()
    {
        incoming.Become(null, null);
        Outgoing.Become(null, Heard.Silence);
        receiver.Forget(socket);
        socket.Dispose();
    }
}
