using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>What the peers' side of the wire shows of all SIP, as it happens.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int OctetsMax = 2_048;

    private readonly Lock gate = new();
    private readonly List<(Func<Datagram, bool> Matches, TaskCompletionSource Seen)> waits = [];
    private Capturing? capturing;

    private Wire()
    {
    }

    public EarlyDialogs Offers { get; } = new();

    /// <summary>Listens at the host where <paramref name="on"/> starts, to whatever <paramref name="filter"/> lets through.</summary>
    public static async Task<Wire> Start(IReadOnlyList<string> on, string @interface, string filter)
    {
        var wire = new Wire();
        wire.capturing = await Capturing.Start(on, @interface, filter, OctetsMax, wire.Take);
        return wire;
    }

    /// <summary>The next message that matches.</summary>
    public Task Next(Func<Datagram, bool> matches)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waits.Add((matches, seen));
        }

        return seen.Task;
    }

    public ValueTask DisposeAsync() => capturing!.DisposeAsync();

    private void Take(Datagram datagram)
    {
        Offers.Take(datagram);
        lock (gate)
        {
            foreach (var wait in waits.Where(wait => wait.Matches(datagram)).ToList())
            {
                waits.Remove(wait);
                wait.Seen.TrySetResult();
            }
        }
    }
}
