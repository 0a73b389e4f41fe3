using F = CallCenter.Actors.Reports.Figure;

namespace CallCenter.Actors.Reports;

/// <summary>
/// Figures as formulas read them. <paramref name="within"/> and <paramref name="shortest"/>: T and S that are asked about, each a bound of
/// <see cref="Waits"/>; null: those of each queue as they were then.
/// </summary>
public readonly struct Reading(FigureSet figures, TimeSpan? within = null, TimeSpan? shortest = null)
{
    /// <summary>T where calls are counted, not stays: no queue's own.</summary>
    public static readonly TimeSpan CallsWithin = TimeSpan.FromSeconds(15);

    public double this[F figure] => figures[figure];

    public double AnsweredWithin => within is { } time ? UpTo(F.AnsweredWaits, time) : this[F.AnsweredWithin];

    public double AbandonedWithin => UpTo(F.AbandonedWaits, within ?? CallsWithin);

    public double CallsAnsweredWithin => UpTo(F.CallWaits, within ?? CallsWithin);

    public double ShortAbandoned => shortest is { } time ? UpTo(F.AbandonedWaits, time) : this[F.ShortAbandoned];

    public double Abandoned => this[F.AbandonedWaiting] + this[F.AbandonedRinging];

    public double Overflowed => this[F.OverflowedToQueue] + this[F.OverflowedToNumber];

    public double Left => this[F.Answered] + Abandoned + Overflowed + this[F.Withdrawn] + this[F.Redirected] + this[F.Lost] + this[F.RefusedAfterEntry];

    public double Waited => this[F.WaitOfAnswered] + this[F.WaitOfAbandoned] + this[F.WaitOfOthers];

    /// <summary>Held for a call and ringing is one thing here.</summary>
    public double Rung => this[F.Reserved] + this[F.Ringing];

    public double Worked => this[F.Talking] + this[F.Holding] + this[F.WrappingUp];

    public double Handling => Rung + this[F.Dialing] + Worked;

    public double SignedIn => Handling + this[F.Ready] + this[F.NotReady] + this[F.Error];

    public double Handled => this[F.Talk] + this[F.Hold] + this[F.Consult] + this[F.WrapUp];

    /// <summary>How many of a histogram took no longer than a bound.</summary>
    public double UpTo(F histogram, TimeSpan time)
    {
        var (sum, last) = (0L, Waits.Bucket((long)time.TotalMilliseconds));
        for (var bucket = 0; bucket <= last; bucket++)
        {
            sum += figures[histogram + (short)bucket];
        }

        return sum;
    }

    /// <summary>The bound that this share of a histogram did not pass, in milliseconds; null: nothing is in it, or it is beyond the last bound.</summary>
    public double? Percentile(F histogram, double share)
    {
        var (all, sum) = (0L, 0L);
        for (var bucket = 0; bucket < Waits.Buckets; bucket++)
        {
            all += figures[histogram + (short)bucket];
        }

        for (var bucket = 0; bucket < Waits.Bounds.Length && all > 0; bucket++)
        {
            sum += figures[histogram + (short)bucket];
            if (sum >= share * all)
            {
                return Waits.Bounds[bucket];
            }
        }

        return null;
    }
}
