using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Api.Safety;

namespace CallCenter.Api.Tests.Safety;

/// <summary>Numbers of callers are a permission 号码脱敏: without it they are nowhere, in no answer and no event.</summary>
public sealed class NumberMaskTests
{
    private static readonly Told Demo = Told.Today("demo");

    [Theory]
    [InlineData("+8613812345678", "+86138****5678")]
    [InlineData("13812345678", "138****5678")]
    [InlineData("010-6552-1234", "010-****-1234")]
    [InlineData("65521234", "******34")]
    [InlineData("95588", "***88")]
    [InlineData("6001", "****")]
    [InlineData("alice", "a***")]
    [InlineData("", "")]
    public void A_number_keeps_what_tells_calls_apart_and_no_more(string number, string masked) => Assert.Equal(masked, NumberMask.Number(number));

    [Fact]
    public void Text_loses_numbers_and_keeps_ids_times_and_names()
    {
        var masked = Encoding.UTF8.GetString(NumberMask.Apply(
            """{"id":"9f86d081884c7d659a2feaa0c55ad015","caller":"123","callerName":"Li 13812345678","since":"2026-03-01T08:15:30.123Z","story":[{"en":"+0.000 s: 123 calls 4000, +8613812345678 was 9f86d0818841234567","zh":"123 呼叫 4000"}],"data":{"order":{"type":"text","text":"A-17 13812345678","sensitive":false},"card":{"type":"text","text":"A-18","sensitive":true}}}"""u8));

        Assert.Equal(
            """{"id":"9f86d081884c7d659a2feaa0c55ad015","caller":"***","callerName":"Li 138****5678","since":"2026-03-01T08:15:30.123Z","story":[{"en":"+0.000 s: *** calls 4000, +86138****5678 was 9f86d0818841234567","zh":"*** 呼叫 4000"}],"data":{"order":{"type":"text","text":"A-17 138****5678","sensitive":false},"card":{"type":"text","text":"***","sensitive":true}}}""",
            masked);
    }

    [Fact]
    public async Task A_token_without_the_permission_never_sees_a_caller_in_an_answer_or_in_the_stream()
    {
        await using var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));
        using var masked = center.Client(await center.TokenFor("demo", "viewer", numbers: "masked"));
        using var full = center.Client(await center.TokenFor("demo", "viewer"));
        await using var maskedStream = await StreamReading.Open(masked);
        await using var fullStream = await StreamReading.Open(full);
        const int call = 8_765_432;
        foreach (var (stream, e) in Demo.Served(call, 10, "1001").Append((Demo.Call(call), new CallEvent.ValueAttached(Demo.At(41), "number", new AttachedValue(AttachedType.Text, $"+86{call}")))))
        {
            await center.Tell(stream, e);
        }

        foreach (var path in new[] { "/api/v1/calls", $"/api/v1/calls/{Told.Key(call)}", "/api/v1/agents", "/api/v1/queues" })
        {
            Assert.DoesNotContain($"{call}", (await center.Get(path, client: masked)).GetRawText(), StringComparison.Ordinal);
        }

        Assert.Contains($"+86{call}", (await center.Get($"/api/v1/calls/{Told.Key(call)}", client: full)).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain($"{call}", await SeenIn(maskedStream), StringComparison.Ordinal);
        Assert.Contains($"+86{call}", await SeenIn(fullStream), StringComparison.Ordinal);
        Assert.Equal("urn:callcenter:numbers-not-granted", (await center.Get("/api/v1/config", HttpStatusCode.Forbidden, masked)).GetProperty("type").GetString());
    }

    /// <summary>Everything that comes up to the last event of the call.</summary>
    private static async Task<string> SeenIn(StreamReading stream)
    {
        var seen = new StringBuilder();
        while (await stream.Next() is { } e)
        {
            seen.Append(e.Data.GetRawText());
            if (e.Event == "calls" && e.Type == "callcenter.call.value-attached")
            {
                break;
            }
        }

        return seen.ToString();
    }
}
