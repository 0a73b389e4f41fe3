using System.Net;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Tests.Media;

public sealed class SourceLatchTests
{
    private static readonly IPEndPoint Signalled = IPEndPoint.Parse("192.0.2.1:4000");
    private static readonly IPEndPoint Mapped = IPEndPoint.Parse("192.0.2.1:61000");
    private static readonly IPEndPoint Stranger = IPEndPoint.Parse("192.0.2.2:4000");

    [Fact]
    public void The_signalled_address_is_believed_at_once_and_for_good()
    {
        var latch = new SourceLatch(Signalled, symmetric: true);

        Assert.True(latch.Accepts(Signalled));
        Assert.DoesNotContain(true, Often(latch, Mapped));
        Assert.Equal(Signalled, latch.Source);
    }

    [Fact]
    public void Another_port_is_believed_after_packets_in_a_row_and_then_nothing_else()
    {
        var latch = new SourceLatch(Signalled, symmetric: true);

        Assert.Equal([false, false, true, true], Often(latch, Mapped).Take(4));
        Assert.Equal(Mapped, latch.Source);
        Assert.DoesNotContain(true, Often(latch, Signalled));
    }

    [Fact]
    public void Two_ports_in_turn_prove_nothing()
    {
        var latch = new SourceLatch(Signalled, symmetric: true);
        var third = new IPEndPoint(Signalled.Address, 62_000);

        Assert.DoesNotContain(true, Enumerable.Range(0, 20).Select(i => latch.Accepts(i % 2 == 0 ? Mapped : third)));
        Assert.False(latch.Proven);
    }

    [Fact]
    public void Another_ip_is_never_believed() => Assert.DoesNotContain(true, Often(new SourceLatch(Signalled, symmetric: true), Stranger));

    [Fact]
    public void Without_symmetric_rtp_only_the_signalled_port_counts() => Assert.DoesNotContain(true, Often(new SourceLatch(Signalled, symmetric: false), Mapped));

    private static bool[] Often(SourceLatch latch, IPEndPoint from) => [.. Enumerable.Range(0, 10).Select(_ => latch.Accepts(from))];
}
