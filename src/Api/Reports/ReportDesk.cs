using CallCenter.Api.Problems;
using CallCenter.Api.Views;

namespace CallCenter.Api.Reports;

/// <summary>Makes reports, a few at a time and away from the threads that serve calls: however many are asked for, they take no more than this.</summary>
internal sealed class ReportDesk(string file, Completeness completeness, ViewHead head, TimeProvider time) : IDisposable
{
    /// <summary>Reports that are read at the same time: half of the processors are left to calls, whatever is asked for.</summary>
    public static readonly int AtOnceMax = Math.Clamp(Environment.ProcessorCount / 2, 1, 2);

    /// <summary>How long one waits for its turn.</summary>
    public static readonly TimeSpan TurnMax = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim turns = new(AtOnceMax);

    public async Task<(Report? Report, Problem? Problem)> Make(ReportAsk ask, TenantScope scope, CancellationToken stop)
    {
        var completeUpTo = await completeness.UpTo(stop);
        using var patience = new CancellationTokenSource(TurnMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await turns.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, Problems.Problems.ReportsBusy(TurnMax));
        }

        try
        {
            var report = await ReportThread.Run(() => ReportMaker.Make(ask, file, scope, head.Boards.Of(scope), completeUpTo));
            return report is null ? (null, Problems.Problems.ReportTooLarge(ReportMaker.RowsMax)) : (report, null);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();
}
