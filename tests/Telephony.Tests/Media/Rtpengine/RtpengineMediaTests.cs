using System.Threading.Channels;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtpengine;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Telephony.Tests.Media.Rtpengine;

/// <summary>The same contract with a real rtpengine behind it: what is killed and started again here is our process, not rtpengine.</summary>
public sealed class RtpengineMediaTests(OneRtpengine engine) : MediaContract, IClassFixture<OneRtpengine>
{
    private readonly Channel<MediaNotice> notices = Channel.CreateUnbounded<MediaNotice>();

    protected override bool IsOneSource => false;

    protected override async Task<IMedia> Start(string soundDirectory)
    {
        var options = new RtpengineOptions { Instances = [new RtpengineAddress("one", engine.Running.Control)], SoundDirectory = soundDirectory };
        var media = new RtpengineMedia(options, NullLogger<RtpengineMedia>.Instance, notice => notices.Writer.TryWrite(notice));
        await media.Reached.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return media;
    }

    protected override void Kill(IMedia media) => ((RtpengineMedia)media).Dispose();

    /// <summary>The instance makes up its mind three seconds after it was told of the phone, when the next packet comes.</summary>
    internal override async Task Settled(RtpPhone phone, MediaSlot slot, MediaSide side)
    {
        using var client = new NgClient("one", engine.Running.Control, TimeProvider.System);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            phone.Say(slot, side, 300, frames: 1);
            await frames.WaitForNextTickAsync(deadline.Token);
        }
        while (!await IsSettled(client, slot, side, deadline.Token));
    }

    protected override async Task<MediaNotice.DigitPressed> NextDigit()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return (MediaNotice.DigitPressed)await notices.Reader.ReadAsync(deadline.Token);
    }

    private static async Task<bool> IsSettled(NgClient client, MediaSlot slot, MediaSide side, CancellationToken ended)
    {
        var reply = await client.Ask(NgValue.Table.Empty.With("command", "query").With("call-id", RtpengineInstance.CallOf(slot)), ended);
        var medias = (NgValue.Sequence)reply.Content.Inner("tags")!.Inner(side == MediaSide.Caller ? "caller" : "other")!.Entries.Single(entry => entry.Key == "medias").Value;
        var streams = (NgValue.Sequence)((NgValue.Table)medias.Items[0]).Entries.Single(entry => entry.Key == "streams").Value;
        var flags = (NgValue.Sequence)((NgValue.Table)streams.Items[0]).Entries.Single(entry => entry.Key == "flags").Value;
        return flags.Items.OfType<NgValue.Octets>().Any(flag => flag.Text == "confirmed");
    }
}
