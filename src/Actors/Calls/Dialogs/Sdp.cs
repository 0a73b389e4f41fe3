namespace CallCenter.Actors.Calls.Dialogs;

/// <summary>Offer and answer of our side (RFC 3264): what we say, given what the far end said.</summary>
internal static class Sdp
{
    private const int Pcmu = 0;
    private const int Pcma = 8;

    /// <summary>The usual payload type of RFC 4733 digits where nobody said another.</summary>
    private const int TelephoneEvent = 101;

    /// <summary>A far end that media can be sent to: a port, and G.711.</summary>
    public static bool IsUsable(MediaPeer? peer) => peer is { Port: > 0 and <= ushort.MaxValue, Payload: Pcmu or Pcma };

    /// <summary>The same, and of the kind that this session and this leg talk with: a browser where it is one, plain RTP else.</summary>
    public static bool Fits(SdpSpec ours, MediaPeer? peer) => IsUsable(peer) && peer!.Web is null == ours.Web is null;

    /// <summary>An offer that this session can answer.</summary>
    public static bool Fits(MediaSlot slot, MediaPeer? offer) => IsUsable(offer) && (offer!.Web is null || slot.Web is not null);

    /// <summary>The first answer to an offer, or, where there was none, the first offer.</summary>
    public static SdpSpec First(ActorId call, int leg, MediaSlot slot, MediaSide side, MediaPeer? offer) => offer is null
        ? new(LegIdentity.SessionId(call, leg), 1, slot, side, Preferring(null), TelephoneEvent, MediaDirection.SendReceive)
        : new(LegIdentity.SessionId(call, leg), 1, slot, side, [offer.Payload], offer.TelephoneEvent, Answering(offer.Direction)) { Web = Answering(offer) };

    /// <summary>
    /// The offer to a phone: what it is known to want, else what the caller speaks comes first, so that nothing has to be converted. A browser takes no
    /// plain RTP; where the session serves none it is offered that all the same, and says no.
    /// </summary>
    public static SdpSpec OfferTo(ActorId call, int leg, MediaSlot slot, MediaSide side, MediaPeer? caller, EquatableArray<int> wanted, bool isBrowser = false) => First(call, leg, slot, side, null) with
    {
        Web = isBrowser && slot.Web?.Of(side) is not null ? DtlsRole.Either : null,
        Payloads = wanted.Count > 0 ? wanted : Preferring(caller),
        TelephoneEvent = caller?.TelephoneEvent ?? TelephoneEvent,
    };

    /// <summary>
    /// What our 2xx to a re-INVITE says: the answer to its offer, or an offer to be active again. The version grows by one if, and only if,
    /// anything differs from what we said last (RFC 3264 section 8, RELIABILITY S8).
    /// </summary>
    public static SdpSpec Next(Leg leg, MediaPeer? offer)
    {
        var next = offer is null
            ? leg.Sdp with { Payloads = Preferring(leg.Peer), Direction = MediaDirection.SendReceive, Web = Offering(leg) }
            : leg.Sdp with { Payloads = [offer.Payload], TelephoneEvent = offer.TelephoneEvent, Direction = Answering(offer.Direction), Web = Answering(offer) };
        return next == leg.Sdp ? leg.Sdp : next with { Version = leg.Sdp.Version + 1 };
    }

    /// <summary>The offer that says that our side is at another session now: everything else stays as it was.</summary>
    public static SdpSpec At(Leg leg, MediaSlot slot) => leg.Sdp with { Slot = slot, Payloads = Preferring(leg.Peer), Version = leg.Sdp.Version + 1, Web = Offering(leg) };

    private static DtlsRole? Offering(Leg leg) => leg.Sdp.Web is null ? null : DtlsRole.Either;

    private static DtlsRole? Answering(MediaPeer offer) => offer.Web is { } web ? Web.Answering(web.Role) : null;

    /// <summary>RFC 3264 section 6.1.</summary>
    private static MediaDirection Answering(MediaDirection offered) => offered switch
    {
        MediaDirection.SendOnly => MediaDirection.ReceiveOnly,
        MediaDirection.ReceiveOnly => MediaDirection.SendOnly,
        MediaDirection.Inactive => MediaDirection.Inactive,
        _ => MediaDirection.SendReceive,
    };

    private static EquatableArray<int> Preferring(MediaPeer? peer) => peer?.Payload == Pcmu ? [Pcmu, Pcma] : [Pcma, Pcmu];
}
