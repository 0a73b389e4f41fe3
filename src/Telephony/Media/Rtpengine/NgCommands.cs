using System.Globalization;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// The ng commands for one session, which rtpengine knows as a call of three tags. Two of them are joined at a time, whoever talks to whom: of those
/// the one that comes first here offers and the other answers, whoever of them changed: what is described is the state, not a negotiation; that was
/// between us and each phone. The third keeps its port, and hears what is played to it. The instance remembers who has described it last
/// (<paramref name="holder"/>).
/// </summary>
internal sealed class NgCommands(string call, bool symmetric, string holder)
{
    private const string CallerTag = "caller";
    private const string OtherTag = "other";
    private const string ThirdTag = "third";

    private const int KeyMs = 100;
    private const int KeyPauseMs = 80;

    /// <summary>−10 dBm0.</summary>
    private const int KeyVolume = 10;

    private static readonly string[] Events = ["telephone-event"];
    private static readonly string[] BothLaws = ["PCMU", "PCMA", "telephone-event"];
    private static readonly string[] Off = ["off"];
    private static readonly string[] MuxOffered = ["offer"];
    private static readonly string[] MuxTaken = ["demux"];

    /// <summary>
    /// port-latching: our ports stay what the phones were told, whatever address a phone moves to. strict-source: once it is known where a phone
    /// sends from, nobody else is heard. always-transcode: also where both speak the same law the stream is looked into, or no digits are noticed.
    /// inject-DTMF: we may press keys. asymmetric: where a phone sends from is not looked for.
    /// </summary>
    private readonly string[] flags = ["port-latching", "strict-source", "always-transcode", "inject-DTMF", .. symmetric ? Array.Empty<string>() : ["asymmetric"]];

    public static NgValue.Table Ping { get; } = Named("ping");

    /// <summary>
    /// The side that offers, for an other of this kind: it may speak either law, and number its digits otherwise. Then the first's own are hidden from it
    /// and others offered, between which they are converted; so are the key tones of one whose phone sends no events. Where the numbers
    /// are the same nothing may be hidden, or digits are not noticed while nobody hears them. The other is plain RTP, or a browser (ICE and DTLS-SRTP).
    /// </summary>
    public NgValue.Table Offer(MediaSide from, MediaPeer? first, MediaSide to, MediaPeer? other, bool isIp6)
    {
        var (firsts, others) = (first is null ? PeerSdp.TelephoneEvent : first.TelephoneEvent, PeerSdp.EventsOf(other));
        var codec = firsts == others
            ? NgValue.Table.Empty.With("transcode", BothLaws)
            : NgValue.Table.Empty.With("mask", Events)
                .With("transcode", new[] { "PCMU", "PCMA", string.Create(CultureInfo.InvariantCulture, $"telephone-event/8000////{others}") });
        var offer = Of("offer").With("from-tag", TagOf(from)).With("to-tag", TagOf(to)).With("label", holder).With("sdp", PeerSdp.Of(first, firsts, isIp6)).With("flags", flags).With("codec", codec);
        return other?.Web is not null
            ? offer.With("ICE", "force").With("transport-protocol", Sdp.SdpAudio.WebProtocol).With("rtcp-mux", MuxOffered).With("SDES", Off)
            : offer.With("ICE", "remove").With("transport-protocol", "RTP/AVP").With("rtcp-mux", MuxTaken);
    }

    public NgValue.Table Answer(MediaSide from, MediaPeer? first, MediaSide to, MediaPeer? other, bool isIp6)
    {
        var answer = Of("answer").With("from-tag", TagOf(from)).With("to-tag", TagOf(to)).With("sdp", PeerSdp.Of(other, PeerSdp.EventsOf(other), isIp6)).With("flags", flags);
        return first?.Web is null ? answer.With("ICE", "remove") : answer;
    }

    /// <summary>What this side says is let through to the others, or not; its digits are noticed either way.</summary>
    public NgValue.Table Pass(MediaSide from, bool passes) => Of(passes ? "unblock media" : "block media").With("from-tag", TagOf(from));

    public NgValue.Table PassDigits(MediaSide from, bool passes) => Of(passes ? "unblock DTMF" : "block DTMF").With("from-tag", TagOf(from));

    public NgValue.Table Play(MediaSide to, PlayedSound sound, bool forever)
    {
        var play = Of("play media").With("from-tag", TagOf(to));
        play = sound.File is { } file ? play.With("file", file) : play.With("blob", new NgValue.Octets(sound.Wav));
        return forever ? play.With("repeat-times", RepeatsMax) : play;
    }

    /// <summary>One key, in the stream that comes from this side: as long and as loud as the embedded media's. Keys follow each other.</summary>
    public NgValue.Table Press(MediaSide from, char digit) => Of("play DTMF").With("from-tag", TagOf(from))
        .With("code", digit.ToString()).With("duration", KeyMs).With("pause", KeyPauseMs).With("volume", KeyVolume);

    public NgValue.Table Stop(MediaSide to) => Of("stop media").With("from-tag", TagOf(to));

    public NgValue.Table Query() => Of("query");

    public NgValue.Table Delete() => Of("delete");

    /// <summary>Of the answer to a query: who has described the session last. Whoever begins to, describes the caller.</summary>
    public static string? HolderIn(NgReply queried) => queried.Content.Inner("tags")?.Inner(CallerTag)?.Text("label");

    public static MediaSide? SideOf(string? tag) => tag switch
    {
        CallerTag => MediaSide.Caller,
        OtherTag => MediaSide.Other,
        ThirdTag => MediaSide.Third,
        _ => null,
    };

    /// <summary>A second of music repeated that often outlasts any call.</summary>
    private const long RepeatsMax = 1_000_000;

    private static NgValue.Table Named(string command) => NgValue.Table.Empty.With("command", command);

    private static string TagOf(MediaSide side) => side switch
    {
        MediaSide.Caller => CallerTag,
        MediaSide.Third => ThirdTag,
        _ => OtherTag,
    };

    private NgValue.Table Of(string command) => Named(command).With("call-id", call);
}
