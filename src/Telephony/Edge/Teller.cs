using CallCenter.Actors;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Tells the core what the edge heard, again and again while the answer is unknown: 100 ms, doubling to 2 s. The receiver is idempotent,
/// so a repeat costs nothing but time. On the loop only.
/// </summary>
internal sealed class Teller(ISignals signals, LoopTimers timers, TimeProvider clock, int tellsMax)
{
    public static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    /// <summary>How long one asking may take before it is taken for lost and asked again.</summary>
    public static readonly TimeSpan AttemptMax = TimeSpan.FromSeconds(5);

    private int underWay;
    private long? silentSince;

    /// <summary>How long whatever was told has had no answer; zero when the last had one.</summary>
    public TimeSpan Silence => silentSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>A fact that has no holder of its own (a repeated ACK, a stray response) may be dropped now: it comes again, or its effect does.</summary>
    public bool IsFull => underWay >= tellsMax;

    /// <summary>
    /// Answered, refused, or after <paramref name="atMost"/> unknown. With <paramref name="insist"/> a refusal of the moment is asked again too:
    /// what is within a dialog must get through.
    /// </summary>
    public async Task<SignalAnswer> Tell(ActorId to, object command, TimeSpan atMost, bool insist = false)
    {
        underWay++;
        try
        {
            var begun = clock.GetTimestamp();
            for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
            {
                var left = atMost - clock.GetElapsedTime(begun);
                var asked = clock.GetTimestamp();
                var answer = await signals.Tell(to, command, left < AttemptMax ? left : AttemptMax);
                silentSince = answer is SignalAnswer.Unknown ? silentSince ?? asked : null;
                var isOpen = answer is SignalAnswer.Unknown || (insist && answer is SignalAnswer.Refused refused && refused.Reason.IsOfTheEngine());
                if (!isOpen || clock.GetElapsedTime(begun) + pause >= atMost)
                {
                    return answer;
                }

                await timers.Delay(pause);
            }
        }
        finally
        {
            underWay--;
        }
    }
}
