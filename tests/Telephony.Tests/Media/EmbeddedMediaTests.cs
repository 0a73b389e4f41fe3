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

    [Fact]
    public async Task Of_three_sides_two_hear_each_other_and_the_third_hears_music()
    {
        const double AgentsTone = 1_000, AskedTone = 1_500, CallersTone = 2_200, Music = 440;
        using var directory = new SoundsOf(Tone.Wav(Tone.Of(Music, Tone.Rate)));
        using var caller = new RtpPhone();
        using var agent = new RtpPhone(payload: 8);
        using var asked = new RtpPhone();
        using var media = (EmbeddedMedia)await Start(directory.Path);
        var slot = (await media.Allocate(Call.Key))!;
        var asking = new MediaDesired(slot, 1, caller.Peer(), Heard.MusicOnHold("waltz"), agent.Peer(), Heard.Of(MediaSide.Third, MediaSide.Other))
        {
            Third = asked.Peer(),
            ThirdHears = Heard.Of(MediaSide.Other, MediaSide.Third),
        };
        Assert.True(await media.Apply(Call, asking, TestContext.Current.CancellationToken));
        caller.Say(slot, MediaSide.Caller, CallersTone);
        agent.Say(slot, MediaSide.Other, AgentsTone);
        asked.Say(slot, MediaSide.Third, AskedTone);

        Assert.True((await agent.Hear(25)).Share(AskedTone) > 0.95);
        Assert.True((await asked.Hear(25)).Share(AgentsTone) > 0.95);
        Assert.True((await caller.Hear(25)).Share(Music) > 0.95);

        Assert.True(await media.Apply(Call, new MediaDesired(slot, 2, caller.Peer(), Heard.Of(MediaSide.Third, MediaSide.Caller), null, Heard.Silence) { Third = asked.Peer(), ThirdHears = Heard.OtherSide }, TestContext.Current.CancellationToken));
        caller.Say(slot, MediaSide.Caller, CallersTone);

        Assert.True((await asked.Hear(25)).Share(CallersTone) > 0.95);
        Assert.Null(media.Report(slot)!.Other);
    }

    private sealed class SoundsOf : IDisposable
    {
        public SoundsOf(byte[] waltz) => File.WriteAllBytes(System.IO.Path.Combine(Path, "waltz.wav"), waltz);

        public string Path { get; } = Directory.CreateTempSubdirectory("sounds").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
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
