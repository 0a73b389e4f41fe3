using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>What a caller's system sends along with its call (User-to-User, RFC 7433) is seen by desktops, and by the phone that rings.</summary>
public sealed class SentAlong
{
    [Fact]
    public async Task What_came_with_a_caller_is_shown_and_goes_to_the_agents_phone()
    {
        await using var center = await Center.Start("127.42.1.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.42.1.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("told_phone_answers", "127.42.1.2:7000", 200, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_sends_along", "4000", "127.42.1.4:5080", calls: 1);

        var id = (string)(await events.One("call.leg-answered", _ => true))["id"]!;
        Assert.Equal("56a390f3d2b7310023;encoding=hex", (string?)(await center.Get($"/api/v1/calls/{id}"))["data"]!["user-to-user"]!["text"]);
        await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/hangup");

        Assert.Equal((0, 0), (await caller.Ended(), await phone.Ended()));
    }
}
