using System.Globalization;
using System.Text;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// The ng commands for one session, which rtpengine knows as a call of two tags. The caller's tag always offers and the other's always answers,
/// whoever of them changed: what is described is the state, not a negotiation; that was between us and each phone. The instance remembers who has
/// described it last (<paramref name="holder"/>).
/// </summary>
internal sealed class NgCommands(string call, bool symmetric, string holder)
{
    private const string CallerTag = "caller";
    private const string OtherTag = "other";

    /// <summary>RFC 6666 and RFC 5737: addresses that nobody has. A side without a phone is described so, and nothing is let through to it.</summary>
    private static readonly MediaPeer Nobody4 = new("192.0.2.1", DiscardPort, 0, TelephoneEvent);
    private static readonly MediaPeer Nobody6 = new("100::1", DiscardPort, 0, TelephoneEvent);

    private const int DiscardPort = 9;
    private const int KeyMs = 100;
    private const int KeyPauseMs = 80;

    /// <summary>−10 dBm0.</summary>
    private const int KeyVolume = 10;
    private const int TelephoneEvent = 101;

    private static readonly string[] Events = ["telephone-event"];
    private static readonly string[] BothLaws = ["PCMU", "PCMA", "telephone-event"];

    /// <summary>
    /// port-latching: our ports stay what the phones were told, whatever address a phone moves to. strict-source: once it is known where a phone
    /// sends from, nobody else is heard. always-transcode: also where both speak the same law the stream is looked into, or no digits are noticed.
    /// inject-DTMF: we may press keys. asymmetric: where a phone sends from is not looked for.
    /// </summary>
    private readonly string[] flags = ["port-latching", "strict-source", "always-transcode", "inject-DTMF", .. symmetric ? Array.Empty<string>() : ["asymmetric"]];

    public static NgValue.Table Ping { get; } = Named("ping");

    /// <summary>
    /// The caller's side, for an other of this kind: it may speak either law, and number its digits otherwise. Then the caller's own are hidden from it
    /// and others offered, between which they are converted; so are the key tones of a caller whose phone sends no events. Where the numbers
    /// are the same nothing may be hidden, or digits are not noticed while nobody hears them.
    /// </summary>
    public NgValue.Table Offer(MediaPeer? caller, MediaPeer? other, bool isIp6)
    {
        var (callers, others) = (caller is null ? TelephoneEvent : caller.TelephoneEvent, EventsOf(other));
        var codec = callers == others
            ? NgValue.Table.Empty.With("transcode", BothLaws)
            : NgValue.Table.Empty.With("mask", Events)
                .With("transcode", new[] { "PCMU", "PCMA", string.Create(CultureInfo.InvariantCulture, $"telephone-event/8000////{others}") });
        return Of("offer").With("from-tag", CallerTag).With("label", holder).With("sdp", Describe(caller, callers, isIp6)).With("flags", flags).With("ICE", "remove").With("codec", codec);
    }

    public NgValue.Table Answer(MediaPeer? other, bool isIp6) =>
        Of("answer").With("from-tag", CallerTag).With("to-tag", OtherTag).With("sdp", Describe(other, EventsOf(other), isIp6)).With("flags", flags);

    /// <summary>What this side says is let through to the other, or not; its digits are noticed either way.</summary>
    public NgValue.Table Pass(MediaSide from, bool passes) => Of(passes ? "unblock media" : "block media").With("from-tag", TagOf(from));

    public NgValue.Table PassDigits(MediaSide from, bool passes) => Of(passes ? "unblock DTMF" : "block DTMF").With("from-tag", TagOf(from));

    public NgValue.Table Play(MediaSide to, PlayedSound sound, bool forever)
    {
        var play = Of("play media").With("from-tag", TagOf(to));
        play = sound.File is { } file ? play.With("file", file) : play.With("blob", new NgValue.Octets(sound.Wav));
        return forever ? play.With("repeat-times", RepeatsMax) : play;
    }

    /// <summary>One key, in the stream that comes from the other side: as long and as loud as the embedded media's. Keys follow each other.</summary>
    public NgValue.Table Press(MediaSide to, char digit) => Of("play DTMF").With("from-tag", TagOf(to == MediaSide.Caller ? MediaSide.Other : MediaSide.Caller))
        .With("code", digit.ToString()).With("duration", KeyMs).With("pause", KeyPauseMs).With("volume", KeyVolume);

    public NgValue.Table Stop(MediaSide to) => Of("stop media").With("from-tag", TagOf(to));

    public NgValue.Table Query() => Of("query");

    public NgValue.Table Delete() => Of("delete");

    /// <summary>Of the answer to a query: who has described the session last.</summary>
    public static string? HolderIn(NgReply queried) => queried.Content.Inner("tags")?.Inner(CallerTag)?.Text("label");

    /// <summary>Described as if it took events: they are not let through to one that does not, and noticed all the same.</summary>
    private static int EventsOf(MediaPeer? other) => other?.TelephoneEvent ?? TelephoneEvent;

    public static MediaSide? SideOf(string? tag) => tag switch
    {
        CallerTag => MediaSide.Caller,
        OtherTag => MediaSide.Other,
        _ => null,
    };

    /// <summary>A second of music repeated that often outlasts any call.</summary>
    private const long RepeatsMax = 1_000_000;

    private static NgValue.Table Named(string command) => NgValue.Table.Empty.With("command", command);

    private static string TagOf(MediaSide side) => side == MediaSide.Caller ? CallerTag : OtherTag;

    private NgValue.Table Of(string command) => Named(command).With("call-id", call);

    /// <summary>
    /// A phone as SDP. Always as if it sent and received: an rtpengine that is told otherwise plays nothing to it and passes on nonetheless, so who
    /// is heard is said by <see cref="Pass"/> alone.
    /// </summary>
    private static string Describe(MediaPeer? peer, int? events, bool isIp6)
    {
        var at = peer ?? (isIp6 ? Nobody6 : Nobody4);
        var where = (isIp6 ? "IN IP6 " : "IN IP4 ") + at.Address;
        var text = new StringBuilder(256).Append(
            CultureInfo.InvariantCulture, $"v=0\r\no=- 1 1 {where}\r\ns=-\r\nc={where}\r\nt=0 0\r\nm=audio {at.Port} RTP/AVP {at.Payload}");
        if (events is not null)
            text.Append(CultureInfo.InvariantCulture, $" {events}");
        text.Append(CultureInfo.InvariantCulture, $"\r\na=rtpmap:{at.Payload} {(at.Payload == 8 ? "PCMA" : "PCMU")}/8000\r\n");
        if (events is not null)
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{events} telephone-event/8000\r\na=fmtp:{events} 0-15\r\n");
        return text.Append("a=ptime:20\r\na=sendrecv\r\n").ToString();
    }
}
