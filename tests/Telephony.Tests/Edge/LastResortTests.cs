using CallCenter.Actors.Calls;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>A core that says nothing for long: callers are sent where their number says.</summary>
public sealed class LastResortTests : IDisposable
{
    private readonly World world = new();
    private int calls;

    public LastResortTests()
    {
        world.Plan.Resort = "sip:02500000000@198.51.100.10:5060";
        world.Core.Otherwise = (_, _) => SignalAnswer.Unknown.Instance;
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void After_twenty_seconds_of_silence_a_caller_is_sent_elsewhere()
    {
        Call();
        world.Time.Pass(17);
        Assert.Empty(Finals());
        world.Time.Pass(3);
        var final = (SipResponse)World.Parse(Assert.Single(Finals()));
        Assert.Equal((302, "<sip:02500000000@198.51.100.10:5060>"), (final.Status, final.Headers.First(HeaderNames.Contact)));
    }

    [Fact]
    public void Who_calls_after_that_does_not_wait_so_long_and_is_taken_as_soon_as_the_core_is_back()
    {
        Call();
        world.Time.Pass(21);
        Call();
        world.Time.Pass(2.1);
        Assert.Equal(2, Finals().Length);

        world.Core.Otherwise = (_, _) => new SignalAnswer.Answered(null);
        Call();
        world.Time.Pass(30);
        Assert.Equal(2, Finals().Length);
    }

    [Fact]
    public void What_was_sent_elsewhere_is_taken_back_when_the_core_answers()
    {
        Call();
        world.Time.Pass(21);
        world.Core.Otherwise = (_, _) => new SignalAnswer.Answered(null);
        world.Time.Pass(3);
        Assert.IsType<CallCommand.RecordCancel>(world.Core.Commands.Last());
    }

    [Fact]
    public void A_shard_that_is_silent_while_others_answer_is_no_such_silence()
    {
        Call();
        world.Time.Pass(10);
        world.Core.Then(new SignalAnswer.Answered(null));
        world.Receive(World.InDialog("BYE", 2));
        world.Time.Pass(11);
        Call();
        world.Time.Pass(5);
        Assert.Single(Finals());
    }

    [Fact]
    public void Without_a_last_resort_a_caller_is_told_to_come_again()
    {
        world.Plan.Resort = null;
        Call();
        world.Time.Pass(33);
        Assert.StartsWith("SIP/2.0 503", Assert.Single(Finals()), StringComparison.Ordinal);
    }

    private void Call()
    {
        calls++;
        world.Receive(World.Invite(branch: $"z9hG4bK-{calls}", callId: $"call-{calls}"));
    }

    /// <summary>The final responses to INVITEs, each once.</summary>
    private string[] Finals() => [.. world.Sent("SIP/2.0 ").Where(text => text.Contains(" INVITE\r\n", StringComparison.Ordinal) && text[8] is not '1').Distinct()];
}
