using CallCenter.Actors.Reports;
using F = CallCenter.Actors.Reports.Figure;

namespace CallCenter.Api.Reports;

/// <summary>
/// Figures of moments in the intervals of a report: who waits when one begins and ends, and the most that there was at once. Moments do not add up over
/// time, so they are read quarter by quarter; what lasts still is not stored yet and comes beside it.
/// </summary>
internal sealed class ReportMoments(ReportAsk ask, ReportSource source, IEnumerable<Contribution> lasting, Func<string, FigureSet?[]?> rowOf, Func<FigureSet?[], int, FigureSet> sumOf)
{
    private static readonly (F First, F Most)[] Peaks = [(F.CallMinutes, F.PeakCalls), (F.SeatMinutes, F.PeakSeats), (F.ChannelMinutes, F.PeakChannels)];

    private readonly ILookup<int, Contribution> lasting = lasting.Where(one => one.Of == source.Of).ToLookup(one => one.Quarter);
    private readonly Dictionary<FigureSet?[], FigureSet> moment = [];

    public void Read(FigureQueries figures)
    {
        var bounds = ask.Intervals.Bounds;
        var (next, last) = (bounds[0], source.Of == FigureOf.Waiting ? bounds[^1] : bounds[^1] - 1);
        figures.ReadQuarters(source.Of, bounds[0], last, (start, stored, bytes) =>
        {
            for (; next < start; next++)
            {
                Close(next);
            }

            if (Of(stored.ToString()) is { } sum)
            {
                sum.Add(bytes);
            }
        });
        for (; next <= last; next++)
        {
            Close(next);
        }
    }

    /// <summary>Everything of a quarter is known: it says its part to its interval.</summary>
    private void Close(int quarter)
    {
        foreach (var one in lasting[quarter])
        {
            Of(one.Subject)?.Add(one.Figure, one.Amount);
        }

        foreach (var (row, sum) in moment)
        {
            if (source.Of == FigureOf.Waiting)
            {
                Carry(row, quarter, sum[F.CarriedIn]);
            }
            else
            {
                Reach(row, quarter, sum);
            }
        }

        moment.Clear();
    }

    /// <summary>Where intervals meet, the one ends with what the other begins with.</summary>
    private void Carry(FigureSet?[] row, int quarter, long waiting)
    {
        if (ask.Intervals.At(quarter) is { } begins && ask.Intervals.Bounds[begins] == quarter)
        {
            sumOf(row, begins).Add(F.CarriedIn, waiting);
        }

        if (ask.Intervals.At(quarter - 1) is { } ends && ask.Intervals.Bounds[ends + 1] == quarter)
        {
            sumOf(row, ends).Add(F.CarriedOut, waiting);
        }
    }

    private void Reach(FigureSet?[] row, int quarter, FigureSet minutes)
    {
        if (ask.Intervals.At(quarter) is not { } interval)
        {
            return;
        }

        foreach (var (first, most) in Peaks)
        {
            var top = Enumerable.Range(0, Quarter.Minutes).Max(minute => minutes[first + (short)minute]);
            if (top > 0)
            {
                sumOf(row, interval).Add(most, top);
            }
        }
    }

    private FigureSet? Of(string stored)
    {
        var subject = source.Subject is null ? stored : source.Subject(stored);
        return subject is null || rowOf(subject) is not { } row ? null
            : moment.TryGetValue(row, out var sum) ? sum
            : moment[row] = new FigureSet();
    }
}
