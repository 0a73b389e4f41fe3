namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// Whether one instance is there: asked every <see cref="RtpengineOptions.PingEvery"/>, gone after <see cref="RtpengineOptions.GoneAfter"/> without
/// an answer, there again with the first. When it may have been another process meanwhile, that is told, also where it was too short to be gone.
/// </summary>
internal sealed class RtpengineHealth : IDisposable
{
    private readonly NgClient client;
    private readonly RtpengineOptions options;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource closing = new();
    private readonly Action<bool> turned;
    private readonly Action restarted;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long answeredAt;
    private volatile bool isThere = true;
    private volatile bool wasCutOff;
    private volatile int connections;
    private long connectedAt;

    /// <param name="client">The instance.</param>
    /// <param name="options">How often it is asked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="turned">It is there, or gone.</param>
    /// <param name="restarted">It answers again after its connection had ended, or after it was gone.</param>
    public RtpengineHealth(NgClient client, RtpengineOptions options, TimeProvider time, Action<bool> turned, Action restarted)
    {
        (this.client, this.options, this.time, this.turned, this.restarted) = (client, options, time, turned, restarted);
        answeredAt = time.GetTimestamp();
        client.Stream.Turned += Turned;
        _ = Ask();
    }

    /// <summary>It has answered once, and has a connection for what it notices.</summary>
    public Task Reached => reached.Task;

    /// <summary>Until the first pings are over an instance is believed to be there.</summary>
    public bool IsThere => isThere;

    /// <summary>Grows when the instance may have become another process: what it was told before is to be told again.</summary>
    public int Connections => connections;

    /// <summary>What it does not know now it may know in a moment.</summary>
    public bool MayStillRestore => !client.Stream.IsConnected || time.GetElapsedTime(Volatile.Read(ref connectedAt)) < options.RestoreMax;

    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    private void Turned(bool stands)
    {
        if (stands)
        {
            Volatile.Write(ref connectedAt, time.GetTimestamp());
        }
        else
        {
            wasCutOff = true;
        }

        connections++;
    }

    private async Task Ask()
    {
        await Task.Yield();
        var ended = closing.Token;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await Ping(ended).ConfigureAwait(false);
                await Task.Delay(options.PingEvery, time, ended).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Ping(CancellationToken ended)
    {
        try
        {
            await client.Ask(NgCommands.Ping, ended, options.PingEvery).ConfigureAwait(false);
            answeredAt = time.GetTimestamp();
            Answered();
        }
        catch (TimeoutException)
        {
            if (isThere && time.GetElapsedTime(answeredAt) >= options.GoneAfter)
            {
                isThere = false;
                wasCutOff = true;
                turned(false);
            }
        }
    }

    private void Answered()
    {
        if (!isThere)
        {
            isThere = true;
            turned(true);
        }

        if (!client.Stream.IsConnected)
            return;
        reached.TrySetResult();
        if (!wasCutOff)
            return;

        wasCutOff = false;
        restarted();
    }
}
