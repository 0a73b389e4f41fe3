using CallCenter.Api.Journal;
using CallCenter.Api.Views;

namespace CallCenter.Api.Reports;

/// <summary>
/// Up to when the views hold everything (R5): what had been decided by then is durable and folded. Asked before a report is read, so what it reads
/// is at least that complete.
/// </summary>
internal sealed class Completeness(IJournal journal, ViewHead head, TimeProvider time)
{
    /// <summary>What is decided may take so long until it is in the journal.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);
    private long last = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>Null: they were never complete since this process began. Waits a little for views that are close behind.</summary>
    public async ValueTask<DateTimeOffset?> UpTo(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var until = now + WaitMax;
        foreach (var (shard, position) in journal.Heads())
        {
            if (!await head.Reaches(new Position(shard, position), until - time.GetUtcNow(), time, stop))
            {
                var before = new DateTimeOffset(Interlocked.Read(ref last), TimeSpan.Zero);
                return before == DateTimeOffset.MinValue ? null : before;
            }
        }

        var complete = (now - Margin).UtcTicks;
        for (var known = Interlocked.Read(ref last); known < complete && Interlocked.CompareExchange(ref last, complete, known) != known; known = Interlocked.Read(ref last))
        {
        }

        return now - Margin;
    }
}
