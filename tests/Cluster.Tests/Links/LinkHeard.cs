using System.Threading.Channels;
using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Tests.Links;

/// <summary>What a user of links has heard, in order. Waits for the next word, for much longer than any link takes.</summary>
internal sealed class LinkHeard : ILinkUser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<object> words = Channel.CreateUnbounded<object>();
    private readonly Channel<(string, long)> strangers = Channel.CreateUnbounded<(string, long)>();

    public Action<Frame> OnFrame { get; set; } = _ => { };

    public void Connected(Peer peer) => words.Writer.TryWrite(new Up(peer));

    public void Received(Peer from, Frame frame)
    {
        OnFrame(frame);
        words.Writer.TryWrite(new Got(from, frame));
    }

    public void Disconnected(Peer peer, LinkEnd end) => words.Writer.TryWrite(new Down(peer, end));

    public void Unknown(string name, long incarnation) => strangers.Writer.TryWrite((name, incarnation));

    /// <summary>Who was turned away because it is not reached for.</summary>
    public async Task<(string Name, long Incarnation)> Stranger()
    {
        using var late = new CancellationTokenSource(Patience);
        return await strangers.Reader.ReadAsync(late.Token);
    }

    public async Task<T> Next<T>()
    {
        using var late = new CancellationTokenSource(Patience);
        return Assert.IsType<T>(await words.Reader.ReadAsync(late.Token));
    }

    /// <summary>Skips others: attempts that fail are told again and again.</summary>
    public async Task<T> Until<T>(Predicate<T>? matching = null)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await words.Reader.ReadAsync(late.Token) is T found && matching?.Invoke(found) != false)
            {
                return found;
            }
        }
    }

    public sealed record Up(Peer Peer);

    public sealed record Got(Peer From, Frame Frame);

    public sealed record Down(Peer Peer, LinkEnd End);
}
