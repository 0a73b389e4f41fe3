using CallCenter.EndToEnd.Peers;
using CallCenter.Telephony.Tests.Torture;

namespace CallCenter.EndToEnd;

/// <summary>What comes in from anybody: the messages of RFC 4475 over UDP, and garbage. The edge answers what it must and lives.</summary>
public sealed class HostileWire
{
    [Fact]
    public async Task Torture_messages_get_their_status_and_garbage_nothing()
    {
        await using var center = await Center.Start("127.17.1.1", new Setup().Queue("sales", "4000").ToString());
        using var peer = new SipSocket("127.17.1.3", center.Sip);
        List<string> wrong = [];
        foreach (var row in ApplicationMessages.Rows.Concat(InvalidMessages.Rows).Where(row => char.IsDigit(row.Expected[0])))
        {
            await peer.Send(TortureMessage.Octets(row.Name));
            await peer.Send(peer.Request("OPTIONS", $"sip:{center.Sip}", "after" + row.Name, 1));
            var answers = await UntilOptions(peer, "after" + row.Name);
            if (!answers.Any(answer => answer.StartsWith($"SIP/2.0 {row.Expected[..3]} ", StringComparison.Ordinal)))
            {
                wrong.Add($"{row.Section} {row.Name}: {row.Expected[..3]} expected, {string.Join(" and ", answers.Select(answer => answer.Split("\r\n")[0]))}");
            }
        }

        Assert.Empty(wrong);
        var random = new Random(4475);
        for (var n = 0; n < 500; n++)
        {
            var octets = new byte[random.Next(0, 1400)];
            random.NextBytes(octets);
            await peer.Send(octets);
        }

        await peer.Send(peer.Request("OPTIONS", $"sip:{center.Sip}", "at-last", 1));
        Assert.Empty(await UntilOptions(peer, "at-last"));
    }

    /// <summary>What came before the 200 to this OPTIONS.</summary>
    private static async Task<IReadOnlyList<string>> UntilOptions(SipSocket peer, string call)
    {
        List<string> before = [];
        while (true)
        {
            var answer = await peer.Receive();
            if (answer.Contains($"Call-ID: {call}\r\n", StringComparison.Ordinal))
            {
                Assert.StartsWith("SIP/2.0 200 ", answer, StringComparison.Ordinal);
                return before;
            }

            before.Add(answer);
        }
    }
}
