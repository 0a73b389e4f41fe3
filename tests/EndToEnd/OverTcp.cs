using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Callers on one TCP connection.</summary>
public sealed class OverTcp
{
    [Fact]
    public async Task Callers_over_tcp_are_served_by_phones_over_udp()
    {
        await using var center = await Center.Start("127.20.1.1", new Setup().Queue("sales", "4000", "wrap-up: 0s").Agents(3, "sales", "127.20.1.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phones = Sipp.Phones("agents_answer", "127.20.1.2:7000", ringMs: 50);
        await using var callers = Sipp.Call(center, "caller_hangs_up", "4000", "127.20.1.3:5080", calls: 3, rate: 3, stayMs: 8000, transport: "t1");

        Assert.Equal(0, await callers.Ended());
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended") == 3);
        Assert.All(await center.All("/api/v1/calls?state=ended"), call => Assert.Equal("released-by-caller", (string?)call["end"]));
    }
}
