namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>One after another, in the order in which they came. Who has begun to wait gets its turn, so what takes long must have a limit of its own.</summary>
internal sealed class Turns
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    public async Task<T> Take<T>(Func<Task<T>> work)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (gate)
        {
            (before, last) = (last, over.Task);
        }

        await before.ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            over.SetResult();
        }
    }
}
