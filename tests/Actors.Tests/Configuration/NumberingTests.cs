using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>One number is one number, however a carrier writes it.</summary>
public sealed class NumberingTests
{
    private static readonly Numbering China = new("86", "00") { Trunk = "0", Bare = BareNumbers.National };
    private static readonly Numbering America = new("1", "011") { Trunk = "1", Bare = BareNumbers.National };
    private static readonly Numbering WithoutPlus = new("49", "00") { Bare = BareNumbers.International };

    [Theory]
    [InlineData("+8613800138000", "+8613800138000")]
    [InlineData("008613800138000", "+8613800138000")]
    [InlineData("013800138000", "+8613800138000")]
    [InlineData("13800138000", "+8613800138000")]
    [InlineData("+86 138-0013-8000", "+8613800138000")]
    [InlineData("004915112345678", "+4915112345678")]
    [InlineData("6001", "6001")]
    [InlineData("95588", "95588")]
    [InlineData("", "")]
    [InlineData("+", "+")]
    [InlineData("anonymous", "anonymous")]
    [InlineData("li.wei", "li.wei")]
    [InlineData("00861380013800013800", "00861380013800013800")]
    public void A_number_is_written_as_E164_and_what_is_no_public_number_stays(string sent, string compared)
    {
        Assert.Equal(compared, China.E164(sent));
        Assert.Equal(compared, China.E164(compared));
    }

    [Theory]
    [InlineData("12125551212", "+12125551212")]
    [InlineData("2125551212", "+12125551212")]
    [InlineData("0114915112345678", "+4915112345678")]
    public void Prefixes_are_those_of_the_country(string sent, string compared) => Assert.Equal(compared, America.E164(sent));

    [Fact]
    public void A_carrier_may_leave_out_the_plus() => Assert.Equal("+4915112345678", WithoutPlus.E164("4915112345678"));

    [Fact]
    public void Without_a_word_about_them_bare_numbers_stay() => Assert.Equal("13800138000", (China with { Bare = BareNumbers.AsIs }).E164("13800138000"));

    [Theory]
    [InlineData("*", "*")]
    [InlineData("+8610*", "+8610*")]
    [InlineData("010*", "+8610*")]
    [InlineData("0049*", "+49*")]
    [InlineData("60*", "60*")]
    [InlineData("010-65551234", "+861065551234")]
    [InlineData("anonymous", "anonymous")]
    public void The_beginning_of_numbers_is_what_its_prefix_says(string written, string compared)
    {
        Assert.Equal(compared, China.Pattern(written));
        Assert.Equal(compared, China.Pattern(compared));
    }

    [Fact]
    public void Lists_and_rules_are_compared_in_that_form_and_shown_as_they_are_written()
    {
        var document = Document.Of("""
            {
              "tenant": "demo",
              "numbering": {"country": "86", "trunk": "0", "bare": "national"},
              "lists": {"vip": ["13800138000", "013800138001"]},
              "queues": {"sales": {}},
              "numbers": {"4000": {"queue": "sales", "rules": [{"when": {"caller": ["010*"], "caller-in": "vip"}, "priority": 5}]}}
            }
            """);
        var plan = DialPlan.Empty.With(document);
        var rule = Assert.Single(plan.Number("demo", "4000")!.Rules.Items);

        Assert.Equal(China, document.Numbering);
        Assert.Equal(["+8610*"], rule.When.Caller);
        Assert.All(
            new[] { "+8613800138000", "008613800138001", "13800138001" },
            sent => Assert.Equal(["vip"], plan.Facts("demo", plan.Number("demo", "4000")!, plan.Caller("demo", sent), DateTimeOffset.UnixEpoch)!.Lists));
        Assert.Equal(["013800138001", "13800138000"], document.Lists["vip"].Numbers);
        Assert.Equal(document, Document.Of(Document.Written(document)));
        Assert.Equal("13800138000", plan.Caller("nobody", "13800138000"));
    }
}
