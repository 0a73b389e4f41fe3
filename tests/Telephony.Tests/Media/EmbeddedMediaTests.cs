using System.Threading.Channels;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Telephony.Tests.Media;

public sealed class EmbeddedMediaTests : MediaContract
{
    // An address of this process's own, so that test runs side by side do not meet at the same ports.
    private static readonly string Address = $"127.8.{Environment.ProcessId / 250 % 250}.{Environment.ProcessId % 250 + 1}";

    private readonly Channel<MediaNotice> notices = Channel.CreateUnbounded<MediaNotice>();

    protected override IMedia Start(string soundDirectory)
    {
        var options = new EmbeddedMediaOptions
        {
            Address = Address,
            PortFirst = 21_000,
            PortLast = 21_079,
            SoundDirectory = soundDirectory,
            ReuseAfterClose = TimeSpan.Zero,
        };
        var media = new EmbeddedMedia(options, NullLogger<EmbeddedMedia>.Instance, notice => notices.Writer.TryWrite(notice));
        media.Recovered();
        return media;
    }

    protected override void Kill(IMedia media) => ((EmbeddedMedia)media).Dispose();

    protected override async Task<MediaNotice.DigitPressed> NextDigit()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return (MediaNotice.DigitPressed)await notices.Reader.ReadAsync(deadline.Token);
    }
}
