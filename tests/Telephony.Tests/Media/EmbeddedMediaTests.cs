using System.Net.Sockets;
using System.Threading.Channels;
using CallCenter.Actors.Calls;
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

    protected override bool IsOneSource => true;

    protected override Task<IMedia> Start(string soundDirectory) => Task.FromResult<IMedia>(Open(soundDirectory));

    private EmbeddedMedia Open(string? soundDirectory)
    {
        var options = new EmbeddedMediaOptions
        {
            Address = Address,
            PortFirst = PortFirst,
            PortLast = PortFirst + 119,
            SoundDirectory = soundDirectory,
            ReuseAfterClose = TimeSpan.Zero,
        };
        var media = new EmbeddedMedia(options, NullLogger<EmbeddedMedia>.Instance, notice => notices.Writer.TryWrite(notice), TimeProvider.System, Receiving);
        media.Recovered();
        return media;
    }

    internal virtual Receiver Receiving(AddressFamily family) => Receiver.Of(family);

    /// <summary>From the first packet of the signalled port on, or the third of another.</summary>
    internal override Task Settled(RtpPhone phone, MediaSlot slot, MediaSide side)
    {
        phone.Say(slot, side, 300, SourceLatch.ProofMin);
        return Task.CompletedTask;
    }

    protected override void Kill(IMedia media) => ((EmbeddedMedia)media).Dispose();

    [Fact]
    public async Task An_address_that_nobody_signalled_is_not_believed_though_it_speaks_first()
    {
        using var media = Open(null);
        using var caller = new RtpPhone();
        using var other = new RtpPhone();
        using var intruder = new RtpPhone("127.0.0.2");
        var slot = (await media.Allocate(""))!;
        await media.Apply(default, new MediaDesired(slot, 1, caller.Peer(), Heard.OtherSide, other.Peer(), Heard.OtherSide), TestContext.Current.CancellationToken);

        intruder.Say(slot, MediaSide.Caller, 2_200);
        caller.Say(slot, MediaSide.Caller, 1_000);

        Assert.True((await other.Hear(25)).Share(1_000) > 0.95);
    }

    [Fact]
    public async Task Ports_that_are_the_next_calls_are_not_closed_or_changed_for_the_last()
    {
        using var media = Open(null);
        using var caller = new RtpPhone();
        using var other = new RtpPhone();
        var ended = TestContext.Current.CancellationToken;
        var first = (await media.Allocate(""))!;
        await media.Free(first, ended);
        var next = first with { Lease = first.Lease + 1 };
        await media.Apply(default, new MediaDesired(next, 1, caller.Peer(), Heard.OtherSide, other.Peer(), Heard.OtherSide), ended);

        await media.Free(first, ended);
        Assert.False(await media.Apply(default, new MediaDesired(first, 9, null, Heard.Silence, null, Heard.Silence), ended));

        caller.Say(next, MediaSide.Caller, 1_000);
        Assert.True((await other.Hear(25)).Share(1_000) > 0.95);
    }

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
