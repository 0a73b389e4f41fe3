using CallCenter.DemoPhones.Sip;
using CallCenter.DemoPhones.Sound;

namespace CallCenter.DemoPhones;

/// <summary>
/// One caller: calls, waits with music until it hears an agent or loses patience, talks, sometimes puts the agent on hold, hangs up.
/// </summary>
internal sealed class Caller : IOutgoingCallUser
{
    private static readonly TimeSpan HoldMin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(8);

    private readonly Cast cast;
    private readonly string number;
    private readonly string dials;
    private readonly Action<Caller> gone;
    private readonly OutgoingCall call;
    private readonly Voice voice;
    private readonly long placed = Cast.Now;
    private Talk? talk;
    private bool served;
    private bool over;

    public Caller(Cast cast, string number, string dials, Action<Caller> gone)
    {
        (this.cast, this.number, this.dials, this.gone) = (cast, number, dials, gone);
        voice = cast.Voices.Open(Role.Caller, () => cast.Endpoint.Loop.Post(HearsAgent));
        call = new OutgoingCall(cast.Endpoint, cast.Options.Target, number, dials, voice, this);
    }

    public void Begin()
    {
        Say($"calls {dials}");
        cast.Chronicle.Count("calls placed");
        cast.Placed[number] = placed;
        call.Begin();
        if (!cast.Options.Silent)
            cast.Endpoint.Timers.Start(cast.Chance.Around(cast.Options.Patience), GiveUp);
    }

    public void HangUp() => call.HangUp();

    public void Rang(int status) => Say(status == 183 ? "hears early media" : $"hears ringing ({status})");

    public void Answered(Talk answered)
    {
        talk = answered;
        Say("is connected");
        cast.Chronicle.Count("calls answered");
        cast.Chronicle.Time("caller's INVITE to its 200", Cast.Since(placed));
    }

    public void Ended(bool byFarSide)
    {
        Say($"{(byFarSide ? "was hung up on" : "hangs up")}{(voice.Ear is { } ear ? $", heard {ear.Packets / 50.0:F1} s of sound" : "")}");
        cast.Chronicle.Count(byFarSide ? "calls ended by the center" : "calls ended by the caller");
        Leave();
    }

    public void Failed(int status)
    {
        Say(status == 487 ? "gave up" : $"was refused: {(status == 0 ? "no answer" : status)}");
        cast.Chronicle.Count(status == 487 ? "calls cancelled" : $"calls refused with {status}");
        Leave();
    }

    private void HearsAgent()
    {
        if (over || served)
            return;

        served = true;
        Say($"hears an agent after {Cast.Since(placed).TotalSeconds:F1} s");
        cast.Chronicle.Count("callers who heard an agent");
        cast.Chronicle.Time("caller's INVITE to agent's voice", Cast.Since(placed));
        var length = cast.Chance.Around(cast.Options.Talk);
        if (cast.Chance.Of(cast.Options.Holds))
            cast.Endpoint.Timers.Start(length / 3, Hold);
        cast.Endpoint.Timers.Start(length, call.HangUp);
    }

    private void GiveUp()
    {
        if (over || served)
            return;

        Say("loses patience");
        cast.Chronicle.Count("callers who lost patience");
        call.HangUp();
    }

    private void Hold()
    {
        if (over || talk is null)
            return;

        Say("puts the agent on hold");
        cast.Chronicle.Count("holds");
        talk.Hold(held: true, agreed => cast.Endpoint.Timers.Start(cast.Chance.Between(HoldMin, HoldMax), () => Resume(agreed)));
    }

    private void Resume(bool held)
    {
        if (over || !held)
            return;

        talk!.Hold(held: false, _ => { });
        Say("is back from hold");
    }

    private void Leave()
    {
        over = true;
        cast.Placed.Remove(number);
        gone(this);
    }

    private void Say(string what) => cast.Chronicle.Say($"caller {number}", what, call.CallId);
}
