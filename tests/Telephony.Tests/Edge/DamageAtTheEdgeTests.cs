using System.Text;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Damaged messages in any order: no defect, nothing kept for ever. The seed is fixed, so a failure comes again.</summary>
public sealed class DamageAtTheEdgeTests
{
    private static readonly string[] Whole =
    [
        World.Invite(),
        World.Invite(sdp: "", callId: "call-b", branch: "z9hG4bK-b", more: "Record-Route: <sip:127.7.0.3;lr>\r\nP-Asserted-Identity: <tel:+86>\r\nSupported: timer\r\n"),
        World.Request("CANCEL", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, "<sip:4000@127.7.0.1>"),
        World.InDialog("BYE", 2, more: "Reason: Q.850;cause=16\r\n"),
        World.InDialog("INVITE", 3, World.Sdp, "Contact: <sip:13800138000@127.7.0.9:5090>\r\n"),
        World.InDialog("ACK", 3, World.Sdp),
        World.InDialog("INFO", 4),
        World.Request("REGISTER", "sip:demo", "z9hG4bK-r", "reg", 1, "<sip:6001@demo>", more: "Contact: <sip:6001@127.7.0.6>;expires=60\r\nAuthorization: Digest username=\"6001\", realm=\"demo\", nonce=\"00\", uri=\"sip:demo\", response=\"00\", algorithm=MD5\r\n"),
        World.Request("OPTIONS", "sip:127.7.0.1", "z9hG4bK-o", "opt", 1, "<sip:127.7.0.1>"),
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.7.0.1:5060;branch=z9hG4bK" + LegToken.Of(World.Call, 1) + "-0123456789abcdef\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
            + "Call-ID: x\r\nCSeq: 1 INVITE\r\nContact: <sip:c@d>\r\nContent-Length: 0\r\n\r\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_comes_the_edge_goes_on(int seed)
    {
        var random = new Random(seed);
        using var world = new World(slots: 10_000);
        for (var number = 0; number < 600; number++)
        {
            var message = Encoding.UTF8.GetBytes(Whole[random.Next(Whole.Length)]);
            var damaged = Damaged(message, random);
            world.Time.Loop.Post(() => world.Edge.Received(damaged, World.Trunk));
            world.Time.Settle();
        }

        world.Time.Pass(TimeSpan.FromMinutes(6));
        Assert.Equal((0, 0), (world.Edge.Load.Arrivals, world.Edge.Load.Duties));

        // What is left are INVITEs that the core has taken and not answered yet.
        Assert.True(world.Edge.Load.Transactions <= world.Media.InUse.Count);
    }

    private static byte[] Damaged(byte[] message, Random random)
    {
        var damaged = (byte[])message.Clone();
        for (var times = random.Next(4); times > 0; times--)
        {
            var at = random.Next(damaged.Length);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[at] = (byte)"\r\n;,:<>\"@= 0"[random.Next(12)];
                    break;
                case 2:
                    damaged = [.. damaged[..at], .. damaged[Math.Min(damaged.Length, at + random.Next(30))..]];
                    break;
                default:
                    damaged = [.. damaged[..at], .. damaged[random.Next(at + 1)..]];
                    break;
            }

            if (damaged.Length == 0)
            {
                return message;
            }
        }

        return damaged;
    }
}
