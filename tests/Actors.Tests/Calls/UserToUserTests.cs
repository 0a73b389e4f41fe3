using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>What a caller's system sends along with the call is attached, and goes on with it.</summary>
public sealed class UserToUserTests
{
    private const string Sent = "56a390f3d2b7310023;encoding=hex";

    [Fact]
    public void What_came_with_the_call_is_attached_and_goes_on_to_the_phone_that_rings()
    {
        var scene = Arriving(Sent).With(Ring());

        Assert.Equal(new AttachedValue(AttachedType.Text, Sent), scene.State.Attached[UserToUser.Key]);
        Assert.Equal(Sent, scene.Command<LegCommand.SendInvite>("invite/1").UserToUser);
    }

    [Fact]
    public void A_rule_can_look_at_it()
    {
        var rule = new NumberRule { When = new RuleCondition { Data = [new AttachedEntry(UserToUser.Key, new AttachedValue(AttachedType.Text, Sent))] }, Queue = "support", Music = "march" };
        var arrival = Arrival() with { UserToUser = Sent };

        Assert.Equal(Support, new CallScene().With(new C.RecordArrival(arrival with { Plan = arrival.Plan with { Rules = [rule] } })).State.Stays[0].Queue);
    }

    [Fact]
    public void What_is_set_while_a_phone_rings_goes_with_the_next_one()
    {
        var scene = Arriving(null).With(Ring());
        Assert.Null(scene.Command<LegCommand.SendInvite>("invite/1").UserToUser);

        scene.With(Set("order 4711"), new C.RecordLegFailed(1, 486), Ring(2));
        Assert.Equal("6f726465722034373131;encoding=hex", scene.Command<LegCommand.SendInvite>("invite/2").UserToUser);
    }

    [Fact]
    public void It_goes_outside_with_a_transfer_and_one_that_was_removed_does_not_come_back()
    {
        var scene = Arriving(Sent).With(Ring(), new C.RecordAnswer(1, Answer()));
        var other = Arriving(Sent).With(Ring(), new C.RecordAnswer(1, Answer()), new C.AttachValue(UserToUser.Key, null), new C.Transfer(Offer(), ToNumber, "desk"));

        Assert.Equal(Sent, scene.With(new C.Transfer(Offer(), ToNumberOutside, "desk")).Command<LegCommand.SendInvite>("invite/2").UserToUser);
        Assert.Empty(other.State.Attached);
    }

    [Fact]
    public void What_is_sensitive_stays_here()
    {
        var scene = Arriving(null).With(new C.AttachValue(UserToUser.Key, new AttachedValue(AttachedType.Text, "4711", Sensitive: true)), Ring());

        Assert.Null(scene.Command<LegCommand.SendInvite>("invite/1").UserToUser);
    }

    [Fact]
    public void What_the_isdn_does_not_carry_stays_here()
    {
        Assert.EndsWith(";encoding=hex", Written(new string(' ', 128)), StringComparison.Ordinal);
        Assert.Null(Written(new string(' ', 129)));
        Assert.Null(Written(new string('号', 43)));
        Assert.Null(Written(""));
    }

    [Fact]
    public void It_comes_with_a_call_that_a_phone_of_ours_makes()
    {
        var scene = new CallScene().With(new C.RecordArrival(DialedAtPhone() with { UserToUser = Sent }), new C.RecordJoined(Dial));

        Assert.Equal(Sent, scene.Command<LegCommand.SendInvite>("invite/0").UserToUser);
    }

    [Theory]
    [InlineData("56a3", true)]
    [InlineData("56a3;encoding=hex;purpose=isdn-uui; content = isdn-uui", true)]
    [InlineData("\"a, \\\" b\";encoding=\"hex\"", true)]
    [InlineData("\"号码\"", true)]
    [InlineData("56a3;flag", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("56a3;", false)]
    [InlineData("56a3;encoding=", false)]
    [InlineData("\"open", false)]
    [InlineData("\"a\"b", false)]
    [InlineData("56a3\r\nVia: x", false)]
    [InlineData("56a3\n", false)]
    [InlineData("号码", false)]
    public void A_value_is_a_token_or_quoted_with_parameters(string text, bool isValue) => Assert.Equal(isValue, UserToUser.IsValue(text));

    [Fact]
    public void A_value_is_no_longer_than_what_can_be_attached()
    {
        Assert.True(UserToUser.IsValue(new string('a', AttachedData.ValueMax)));
        Assert.False(UserToUser.IsValue(new string('a', AttachedData.ValueMax + 1)));
    }

    private static CallScene Arriving(string? sent) => new CallScene().With(new C.RecordArrival(Arrival() with { UserToUser = sent }), new C.RecordQueued(Stay(1)), CallerAck);

    private static C.AttachValue Set(string text) => new(UserToUser.Key, new AttachedValue(AttachedType.Text, text));

    private static string? Written(string text) => UserToUser.Of(AttachedData.Empty.Add(UserToUser.Key, new AttachedValue(AttachedType.Text, text)));
}
