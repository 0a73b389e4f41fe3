using System.Net;

namespace CallCenter.Telephony.Media;

/// <summary>How the embedded media listens, and what it plays.</summary>
public sealed record EmbeddedMediaOptions
{
    /// <summary>The name in every slot of ours. It must stay the same over a restart, or the calls that were up lose their sound.</summary>
    public string Instance { get; init; } = "embedded";

    /// <summary>The IP address that phones are told to send to.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The local address that ports are bound to, when it is not <see cref="Address"/> itself (behind a one-to-one NAT, or any: 0.0.0.0).</summary>
    public string? Bind { get; init; }

    /// <summary>First and last UDP port. A call takes six: 10,000 ports are 1,666 calls at a time.</summary>
    public int PortFirst { get; init; } = 20_000;

    public int PortLast { get; init; } = 29_999;

    /// <summary>
    /// A directory of WAV files; each is a music or an announcement with the file's name without extension. Null: only the default music of our own.
    /// </summary>
    public string? SoundDirectory { get; init; }

    /// <summary>
    /// Phones behind a NAT send from another port than they signal. True: the first such port on the signalled IP is believed, once for each
    /// answer of the phone. False: only the signalled port.
    /// </summary>
    public bool SymmetricRtp { get; init; } = true;

    /// <summary>
    /// After a start no slot is given out for this long, unless <see cref="EmbeddedMedia.Recovered"/> says earlier that every live call has
    /// claimed its own. Shorter risks that a new call meets ports of one that is still to be recovered (it then fails, it is never mixed up).
    /// </summary>
    public TimeSpan ReuseAfterStart { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the ports of a closed call rest, so that late packets of its phones meet nobody.</summary>
    public TimeSpan ReuseAfterClose { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>SO_RCVBUF of each socket: how many bytes the kernel keeps while we are busy (20 ms of G.711 take about 800).</summary>
    public int SocketBufferBytes { get; init; } = 32 * 1024;

    internal IPAddress BindAddress => IPAddress.Parse(Bind ?? Address);

    /// <exception cref="ArgumentException">A value cannot work; the message names it.</exception>
    internal EmbeddedMediaOptions Validated()
    {
        Require(Instance.Length is > 0 and <= 64, nameof(Instance), "must have 1 to 64 characters");
        Require(IPAddress.TryParse(Address, out _), nameof(Address), "must be an IP address");
        Require(Bind is null || IPAddress.TryParse(Bind, out _), nameof(Bind), "must be an IP address");
        Require(PortFirst is >= 1024 and < 65_531, nameof(PortFirst), "must be between 1024 and 65530");
        Require(PortLast is <= 65_535 && PortLast >= PortFirst + 6, nameof(PortLast), "must leave room for at least one call above PortFirst, and be at most 65535");
        Require(ReuseAfterStart >= TimeSpan.Zero, nameof(ReuseAfterStart), "must not be negative");
        Require(ReuseAfterClose >= TimeSpan.Zero, nameof(ReuseAfterClose), "must not be negative");
        Require(SocketBufferBytes is >= 4_096 and <= 1 << 20, nameof(SocketBufferBytes), "must be between 4 KiB and 1 MiB");
        return this;
    }

    private static void Require(bool holds, string name, string sentence)
    {
        if (!holds)
            throw new ArgumentException($"Media option {name} {sentence}.", name);
    }
}
