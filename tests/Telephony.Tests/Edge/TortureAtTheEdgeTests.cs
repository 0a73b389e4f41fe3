using System.Globalization;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Tests.Torture;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>The messages of RFC 4475 and RFC 5118 as datagrams to a whole edge: the answer on the wire is the one of the table, and nothing breaks.</summary>
public sealed class TortureAtTheEdgeTests : IDisposable
{
    private static readonly TortureRow[] Table = TortureRow.All;

    private readonly World world = new();

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_message_gets_its_answer(string name)
    {
        var expected = Table.Single(row => row.Name == name).Expected;
        world.Time.Loop.Post(() => world.Edge.Received(TortureMessage.Octets(name), World.Trunk));
        world.Time.Settle();
        var statuses = world.Network.Sent.Select(sent => int.Parse(sent.StartLine.AsSpan(8, 3), CultureInfo.InvariantCulture)).ToArray();
        if (int.TryParse(expected[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            Assert.Equal([status], statuses);
        }
        else if (expected.StartsWith("dropped", StringComparison.Ordinal))
        {
            Assert.Empty(statuses);
        }
        else
        {
            Assert.DoesNotContain(500, statuses);
            Assert.True(statuses.Length <= 2, "100 and one final response at most");
        }
    }

    [Fact]
    public void A_caller_of_RFC_2543_is_served()
    {
        world.Receive(World.Invite(branch: "").Replace(";branch=", "", StringComparison.Ordinal).Replace("Contact: <sip:13800138000@127.7.0.9:5080>\r\n", "", StringComparison.Ordinal));
        world.Time.Pass(Trying.After);
        Assert.Equal(["SIP/2.0 100 Trying"], world.Wire);
        Assert.Equal("sip:13800138000@127.7.0.9", world.Core.Only<CallCommand.RecordArrival>().Arrival.Dialog!.RemoteTarget);
    }
}
