using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>What each side should hear, from the state alone. Each change of it is a version of its own.</summary>
internal static class CallMedia
{
    /// <summary>The state with the media it wants, once whatever happened has been applied.</summary>
    public static CallState Followed(CallState state)
    {
        if (state.Arrival is null || state.Phase is P.Ended)
        {
            return state;
        }

        var wanted = Wanted(state, state.Arrival);
        return wanted == state.Media ? state : state with { Media = wanted with { Version = wanted.Version + 1 } };
    }

    /// <summary>Silence is asked for too: it binds the session's ports again after a restart.</summary>
    private static MediaDesired Wanted(CallState state, CallArrival arrival)
    {
        var caller = state.Caller?.Peer;
        var version = state.Media?.Version ?? 0;
        var slot = state.MovedTo ?? arrival.Slot;
        return state is { Phase: P.Talking talking, Other: { } other }
            ? Connected(state, new MediaDesired(slot, version, caller, CallerHears(state, null), null, Heard.Silence), talking, other)
            : new MediaDesired(slot, version, caller, CanHear(state) ? Waiting(state) : Heard.Silence, null, Heard.Silence);
    }

    /// <summary>This side, or music; and the digits that are pressed for it.</summary>
    private static Heard CallerHears(CallState state, MediaSide? side) =>
        (side is { } heard ? Heard.Of(heard, MediaSide.Caller) : Heard.MusicOnHold(state.Music)) with { Pressed = state.Pressed };

    /// <summary>Music, and over it what is announced, while the stay that it is about lasts and no phone rings.</summary>
    private static Heard Waiting(CallState state) =>
        state is { Phase: P.Waiting, Spoken: { } spoken } && state.PlaceOf(spoken.Stay) >= 0
            ? Heard.MusicOnHold(state.Music) with { Announcement = Wording.Of(spoken.What), Number = spoken.Count, Until = spoken.At + Heard.LateMax }
            : Heard.MusicOnHold(state.Music);

    /// <summary>The caller with its agent, or its agent with who is asked; whom that leaves over hears music.</summary>
    private static MediaDesired Connected(CallState state, MediaDesired desired, P.Talking talking, Leg other)
    {
        var (side, music) = (other.Sdp.Side, Heard.MusicOnHold(state.Music));
        var withCaller = desired with { CallerHears = CallerHears(state, talking.IsHeld ? null : side) };
        return (talking.Consult, state.Asked) switch
        {
            (null, _) => withCaller.With(other, AgentHears(talking, OtherHears(desired.Caller))),
            (_, null) => desired.With(other, AgentHears(talking, music)),
            ({ IsAside: true }, { } asked) => withCaller.With(other, AgentHears(talking, OtherHears(desired.Caller))).With(asked, music),
            (_, { } asked) => desired.With(other, AgentHears(talking, Heard.Of(asked.Sdp.Side, side))).With(asked, talking.IsHeld ? music : Heard.Of(side, asked.Sdp.Side)),
        };
    }

    private static Heard AgentHears(P.Talking talking, Heard unlessHeld) => talking.OnDesk ? Heard.Silence : unlessHeld;

    private static MediaDesired With(this MediaDesired desired, Leg leg, Heard hears) => leg.Sdp.Side == MediaSide.Third
        ? desired with { Third = leg.Peer, ThirdHears = hears }
        : desired with { Other = leg.Peer, OtherHears = hears };

    /// <summary>The side of a phone that is called now: beside an agent who asks it the one that is free.</summary>
    public static MediaSide SideOfNext(CallState state) => state is { Consult: not null, Other.Sdp.Side: MediaSide.Other } ? MediaSide.Third : MediaSide.Other;

    /// <summary>A caller that holds and still sends has music of its own (RFC 3264 section 8.4: sendonly); one that sends nothing is silence.</summary>
    private static Heard OtherHears(MediaPeer? caller) =>
        caller is { Direction: MediaDirection.ReceiveOnly or MediaDirection.Inactive } ? Heard.Silence : Heard.OtherSide;

    /// <summary>The caller has an answer to its offer, final or early.</summary>
    public static bool CanHear(CallState state) =>
        state is { Caller: { } leg, Arrival: { } arrival } && (leg.IsUp || (leg is { Phase: LegPhase.Inviting, Rang: true } && HasEarlyMedia(arrival)));

    /// <summary>Whoever waits on this call hears what we play: it was answered, will be on queueing, or has early media.</summary>
    public static bool IsHeardWaiting(CallState state) =>
        state is { Caller.IsUp: true } or { Arrival.Plan.Answer: AnswerMode.OnQueue } || (state.Arrival is { } arrival && HasEarlyMedia(arrival));

    /// <summary>An offer of ours may not go into an unreliable provisional response (RFC 3262 section 5), so a late offer has no early media.</summary>
    public static bool HasEarlyMedia(CallArrival arrival) => arrival is { Plan.Answer: AnswerMode.EarlyMedia, Offer: not null };
}
