using System.Text;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Tests.Parsing;
using CallCenter.Telephony.Tests.Torture;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>
/// Damaged and whole messages in any order, from a trunk, a phone and a stranger: no defect, nothing kept for ever, and never more said at once than a few
/// datagrams for the one that came. The seed is fixed, so a failure comes again.
/// </summary>
public sealed class DamageAtTheEdgeTests
{
    /// <summary>Messages to one edge; then another begins, so that what an edge may keep stays small.</summary>
    private const int MessagesOfAnEdge = 500;

    /// <summary>100 and a final response, and a request of ours that one of them brings about.</summary>
    private const int SentAtOnceMax = 4;

    private static readonly byte[][] Whole =
    [
        .. new[]
        {
            World.Invite(),
            World.Invite(sdp: "", callId: "call-b", branch: "z9hG4bK-b", more: "Record-Route: <sip:127.7.0.3;lr>\r\nP-Asserted-Identity: <tel:+86>\r\nSupported: timer\r\n"),
            World.Request("CANCEL", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, "<sip:4000@127.7.0.1>"),
            World.InDialog("BYE", 2, more: "Reason: Q.850;cause=16\r\n"),
            World.InDialog("INVITE", 3, World.Sdp, "Contact: <sip:13800138000@127.7.0.9:5090>\r\n"),
            World.InDialog("ACK", 3, World.Sdp),
            World.InDialog("INFO", 4),
            World.InDialog("REFER", 5, more: "Refer-To: <sip:4001@127.7.0.1>\r\n"),
            World.Request("REGISTER", "sip:demo", "z9hG4bK-r", "reg", 1, "<sip:6001@demo>", more: "Contact: <sip:6001@127.7.0.6>;expires=60\r\nAuthorization: Digest username=\"6001\", realm=\"demo\", nonce=\"00\", uri=\"sip:demo\", response=\"00\", algorithm=MD5\r\n"),
            World.Request("OPTIONS", "sip:127.7.0.1", "z9hG4bK-o", "opt", 1, "<sip:127.7.0.1>"),
            "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.7.0.1:5060;branch=z9hG4bK" + LegToken.Of(World.Call, 1) + "-0123456789abcdef\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
                + "Call-ID: x\r\nCSeq: 1 INVITE\r\nContact: <sip:c@d>\r\nContent-Length: 0\r\n\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        .. TortureMessage.Names.Order(StringComparer.Ordinal).Select(TortureMessage.Octets),
    ];

    private static readonly Hop Stranger = new(Transport.Udp, new System.Net.IPEndPoint(System.Net.IPAddress.Parse("203.0.113.9"), 5060));
    private static readonly Hop[] Senders = [World.Trunk, World.Trunk, World.Phone, Stranger];

    public static TheoryData<int> RunSeeds => FuzzRun.Seeds;

    [Theory]
    [MemberData(nameof(RunSeeds))]
    public void Whatever_comes_the_edge_goes_on(int seed)
    {
        var random = new Random(seed);
        for (var done = 0; done < FuzzRun.CountOfPart; done += MessagesOfAnEdge)
        {
            OneEdge(random, $"seed {seed}, from message {done} on");
        }
    }

    private static void OneEdge(Random random, string where)
    {
        using var world = new World(slots: 10_000);
        for (var number = 0; number < MessagesOfAnEdge; number++)
        {
            var (message, other) = (Any(Whole, random), Any(Whole, random));
            var octets = random.Next(4) == 0 ? message : Damage.Done(message, other, random);
            var sender = Any(Senders, random);
            var before = world.Network.Sent.Count;
            world.Time.Loop.Post(() => world.Edge.Received(octets, sender));
            world.Time.Settle();
            Assert.True(world.Network.Sent.Count - before <= SentAtOnceMax, $"{where}, message {number}: {world.Network.Sent.Count - before} datagrams for {Encoding.Latin1.GetString(octets)}");
            world.Time.Pass(TimeSpan.FromMilliseconds(random.Next(3) * 40));
        }

        world.Time.Pass(TimeSpan.FromMinutes(6));
        Assert.Equal((0, 0), (world.Edge.Load.Arrivals, world.Edge.Load.Duties));

        // What is left are INVITEs that the core has taken and not answered yet.
        Assert.True(world.Edge.Load.Transactions <= world.Media.InUse.Count, where);
    }

    private static T Any<T>(T[] all, Random random) => all[random.Next(all.Length)];
}
