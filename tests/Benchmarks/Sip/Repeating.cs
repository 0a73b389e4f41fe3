namespace CallCenter.Benchmarks.Sip;

/// <summary>A message that is sent again until something came back: 0.5 s, 1, 2, 4 s apart, for 32 s (RFC 3261 17.1.1.2, 13.3.1.4).</summary>
internal sealed class Repeating
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(32);

    private readonly SipLoop loop;
    private readonly SipLoop.Wire wire;
    private readonly byte[] message;
    private readonly Action<bool> repeated;

    private Repeating(SipLoop loop, SipLoop.Wire wire, byte[] message, Action<bool> repeated) =>
        (this.loop, this.wire, this.message, this.repeated) = (loop, wire, message, repeated);

    public bool IsAnswered { get; private set; }

    /// <summary><paramref name="repeated"/> is called at each repeat: with false, and with true when nobody ever answered.</summary>
    public static Repeating Send(SipLoop loop, SipLoop.Wire wire, byte[] message, Action<bool> repeated)
    {
        var sending = new Repeating(loop, wire, message, repeated);
        wire.Send(message);
        sending.Again(First, First);
        return sending;
    }

    public void Answered() => IsAnswered = true;

    private void Again(TimeSpan pause, TimeSpan since) => loop.After(pause, () =>
    {
        if (IsAnswered)
        {
            return;
        }

        var isOver = since >= Patience;
        repeated(isOver);
        if (!isOver)
        {
            wire.Send(message);
            var next = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            Again(next, since + next);
        }
    });
}
