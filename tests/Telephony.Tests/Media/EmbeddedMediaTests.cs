using System.Net.Sockets;
using System.Threading.Channels;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtp;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Telephony.Tests.Media;

/// <summary>As it runs here: with epoll on Linux.</summary>
public class EmbeddedMediaTests : MediaContract
{
    // An address of this process's own, so that test runs side by side do not meet at the same ports.
    private static readonly string Address = $"127.8.{Environment.ProcessId / 250 % 250}.{Environment.ProcessId % 250 + 1}";

    private readonly Channel<MediaNotice> notices = Channel.CreateUnbounded<MediaNotice>();

    protected virtual int PortFirst => 21_000;

    protected override IMedia Start(string soundDirectory)
    {
        var options = new EmbeddedMediaOptions
        {
            Address = Address,
            PortFirst = PortFirst,
            PortLast = PortFirst + 79,
            SoundDirectory = soundDirectory,
            ReuseAfterClose = TimeSpan.Zero,
        };
        var media = new EmbeddedMedia(options, NullLogger<EmbeddedMedia>.Instance, notice => notices.Writer.TryWrite(notice), TimeProvider.System, Receiving);
        media.Recovered();
        return media;
    }

    internal virtual Receiver Receiving(AddressFamily family) => Receiver.Of(family);

    protected override void Kill(IMedia media) => ((EmbeddedMedia)media).Dispose();

    protected override async Task<MediaNotice.DigitPressed> NextDigit()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return (MediaNotice.DigitPressed)await notices.Reader.ReadAsync(deadline.Token);
    }
}

/// <summary>As it runs where there is no epoll.</summary>
public sealed class EmbeddedMediaOnThePoolTests : EmbeddedMediaTests
{
    protected override int PortFirst => 22_000;

    internal override Receiver Receiving(AddressFamily family) => new PoolReceiver(family);
}
