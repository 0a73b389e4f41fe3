using CallCenter.Actors;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Duties that are being carried out, by owner and key. One that is asked for again joins the one under way; it is cancelled when nobody who
/// asked wants it any more. On the loop only.
/// </summary>
internal sealed class DutyTable(EdgeLoop loop)
{
    private readonly Dictionary<(ActorId Owner, string Key), Running> running = [];

    public int Count => running.Count;

    public async Task<bool> Join(ActorId owner, string key, Func<CancellationToken, Task<bool>> begin, CancellationToken dutyEnded)
    {
        if (!running.TryGetValue((owner, key), out var duty))
        {
            duty = new Running();
            running.Add((owner, key), duty);
            duty.Task = Run(owner, key, duty, begin);
        }

        duty.Waiting++;
        using var registration = dutyEnded.Register(() => loop.Post(() => duty.Leave()));
        return await duty.Task.WaitAsync(dutyEnded);
    }

    private async Task<bool> Run(ActorId owner, string key, Running duty, Func<CancellationToken, Task<bool>> begin)
    {
        try
        {
            return await begin(duty.Ended.Token);
        }
        finally
        {
            if (running.TryGetValue((owner, key), out var latest) && latest == duty)
            {
                running.Remove((owner, key));
            }

            duty.Ended.Dispose();
        }
    }

    private sealed class Running
    {
        public CancellationTokenSource Ended { get; } = new();

        public Task<bool> Task { get; set; } = System.Threading.Tasks.Task.FromResult(false);

        public int Waiting { get; set; }

        public void Leave()
        {
            Waiting--;
            if (Waiting == 0 && !Task.IsCompleted)
            {
                Ended.Cancel();
            }
        }
    }
}
