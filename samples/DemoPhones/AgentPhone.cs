using CallCenter.DemoPhones.Sip;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;

namespace CallCenter.DemoPhones;

/// <summary>An agent at a phone: lets it ring a moment, mostly answers, sometimes declines or is not there, talks, and sometimes hangs up first.</summary>
internal sealed class AgentPhone
{
    private const double HangsUpFirst = 0.3;

    private readonly Cast cast;
    private readonly string user;
    private readonly Registration? registration;
    private IncomingCall? ringing;
    private Talk? talk;
    private long freeSince = -1;

    public AgentPhone(Cast cast, string user)
    {
        (this.cast, this.user) = (cast, user);
        if (cast.Options.Password is { } pattern)
            registration = new Registration(cast.Endpoint, cast.Options.Target, user, pattern.Replace("{phone}", user, StringComparison.Ordinal), Say);
    }

    public bool IsBusy => ringing is not null || talk is not null;

    public void Begin() => registration?.Begin();

    public void End()
    {
        ringing?.Decline(480);
        ringing = null;
        talk?.HangUp();
        registration?.End();
    }

    public void Called(ServerTransaction invite)
    {
        if (IsBusy)
        {
            // The center must never do this: it is counted so that nobody has to look for it.
            cast.Chronicle.Count("OFFERED TO A BUSY PHONE");
            invite.Respond(SipResponse.For(invite.Request, 486, toTag: Endpoint.NewToken()));
            return;
        }

        var call = ringing = new IncomingCall(cast.Endpoint, invite, user, Cancelled);
        Note(call);
        var options = cast.Options;
        var delay = cast.Chance.Between(options.RingMin, options.RingMax);
        if (cast.Chance.Of(options.Declines))
            After(delay, call, () => Decline(call));
        else if (!cast.Chance.Of(options.Misses))
            After(delay, call, () => Answer(call));
    }

    private void Note(IncomingCall call)
    {
        Say($"rings for {call.Caller}", call.CallId);
        cast.Chronicle.Count("offers at agents' phones");
        if (cast.Placed.TryGetValue(call.Caller, out var placed))
            cast.Chronicle.Time("caller's INVITE to agent's INVITE", Cast.Since(placed));
        if (freeSince >= 0)
            cast.Chronicle.Time("agent's phone free to its next INVITE", Cast.Since(freeSince));
        freeSince = -1;
    }

    private void Answer(IncomingCall call)
    {
        ringing = null;
        talk = call.Answer(cast.Voices, byFarSide => Ended(call, byFarSide));
        if (talk is not { } answered)
            return;

        Say($"answers {call.Caller}", call.CallId);
        cast.Chronicle.Count("answered by agents");
        cast.Placed.Remove(call.Caller);
        if (cast.Options.Silent || cast.Chance.Of(HangsUpFirst))
            cast.Endpoint.Timers.Start(cast.Chance.Around(cast.Options.Talk), answered.HangUp);
    }

    private void Decline(IncomingCall call)
    {
        ringing = null;
        freeSince = Cast.Now;
        Say($"declines {call.Caller}", call.CallId);
        cast.Chronicle.Count("declined by agents");
        call.Decline(603);
    }

    private void Cancelled()
    {
        Say("stops ringing", ringing?.CallId);
        cast.Chronicle.Count("offers cancelled");
        ringing = null;
        freeSince = Cast.Now;
    }

    private void Ended(IncomingCall call, bool byFarSide)
    {
        talk = null;
        freeSince = Cast.Now;
        Say(byFarSide ? $"{call.Caller} hung up" : $"hangs up on {call.Caller}", call.CallId);
    }

    private void After(TimeSpan delay, IncomingCall call, Action act)
    {
        if (delay == TimeSpan.Zero)
            act();
        else
            cast.Endpoint.Timers.Start(delay, () => Act(call, act));
    }

    private void Act(IncomingCall call, Action act)
    {
        if (ringing == call)
            act();
    }

    private void Say(string what) => Say(what, null);

    private void Say(string what, string? callId) => cast.Chronicle.Say($"agent phone {user}", what, callId);
}
