using CallCenter.Actors.Queues;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>What events make of a consultation. Where there is none the state stays as it is, so that every stored event can be applied.</summary>
internal static class ConsultHistory
{
    public static CallState Started(CallState state, E.ConsultStarted e) => state.Phase is P.Talking talking
        ? state with { Consults = e.Number, Phase = talking with { Consult = new Consultation(e.Number, e.To, e.By, e.Until) } }
        : state;

    public static CallState With(CallState state, Func<Consultation, Consultation> change) => state.Phase is P.Talking { Consult: { } consult } talking
        ? state with { Phase = talking with { Consult = change(consult) } }
        : state;

    public static CallState Answered(CallState state, E.LegAnswered e, QueueStay? served)
    {
        var answered = With(state, consult => consult with { Leg = e.Leg, Legs = new(consult.Legs.Items.Remove(e.Leg)), Served = served });
        return e.Offer is { } offer ? answered with { Consulted = [.. state.Consulted.Items, offer] } : answered;
    }

    public static CallState Ended(CallState state, E.ConsultEnded e) => state.Phase switch
    {
        P.Talking { Consult: { Leg: { } leg } consult } when e.End == ConsultEnd.Joined => state with
        {
            Phase = new P.Talking(leg, e.IsHeld ? 1 : 0),
            Answered = state.Legs.GetValueOrDefault(leg)?.Request?.Offer ?? state.Answered,
            Served = consult.Served ?? state.Served,
        },
        P.Talking talking => state with { Phase = talking with { Consult = null } },
        _ => state,
    };
}
