namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Calls the store and brings its result back into the loop. Without a scheduler in between: what completes at once, or in the simulator's
/// own hands, comes back in a known order.
/// </summary>
internal static class StoreCall
{
    public static void Run<T>(Func<Task<T>> call, Action<Action> post, Action<T?, Exception?> completed)
        where T : class
    {
        Task<T> task;
        try
        {
            task = call();
        }
        catch (Exception failure)
        {
            task = Task.FromException<T>(failure);
        }

        var awaiter = task.ConfigureAwait(false).GetAwaiter();
        if (awaiter.IsCompleted)
        {
            post(Finish);
        }
        else
        {
            awaiter.UnsafeOnCompleted(() => post(Finish));
        }

        void Finish()
        {
            if (task.IsCompletedSuccessfully)
            {
                completed(task.Result, null);
            }
            else
            {
                completed(null, task.Exception?.GetBaseException() ?? new OperationCanceledException());
            }
        }
    }
}
