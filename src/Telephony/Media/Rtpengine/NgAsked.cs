using System.Collections.Concurrent;
using System.Globalization;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>Questions that wait for their answer, by cookie. Safe for use by many threads.</summary>
internal sealed class NgAsked
{
    /// <summary>Questions under way at once; one instance answers some thousands in a second.</summary>
    public const int WaitingMax = 4_000;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<NgReply>> waiting = new(StringComparer.Ordinal);
    // Cookies of two runs of ours must not meet: rtpengine remembers answers for a while.
    private readonly string prefix = Random.Shared.NextInt64().ToString("x", CultureInfo.InvariantCulture);
    private long last;

    /// <exception cref="TimeoutException">Too many are under way.</exception>
    public (string Cookie, Task<NgReply> Answer) Add()
    {
        if (waiting.Count >= WaitingMax)
            throw new TimeoutException("Too many questions to rtpengine are under way.");

        var cookie = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{Interlocked.Increment(ref last):x}");
        var answer = new TaskCompletionSource<NgReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[cookie] = answer;
        return (cookie, answer.Task);
    }

    /// <summary>An answer that nobody waits for any more is dropped.</summary>
    public void Answered(NgMessage message)
    {
        if (waiting.TryRemove(message.Cookie, out var answer))
            answer.TrySetResult(new NgReply(message.Content));
    }

    public void Forget(string cookie) => waiting.TryRemove(cookie, out _);
}
