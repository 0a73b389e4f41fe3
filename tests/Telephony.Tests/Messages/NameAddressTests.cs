using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Messages;

public sealed class NameAddressTests
{
    [Theory]
    [InlineData("sip:a@b;tag=1", "", "sip:a@b", "1")]
    [InlineData("<sip:a@b;lr>;tag=1", "", "sip:a@b;lr", "1")]
    [InlineData("Ann Lee <sip:a@b>", "Ann Lee", "sip:a@b", "")]
    [InlineData("\"Lee, \\\"Ann\\\"\" <sip:a@b> ; tag = x", "Lee, \"Ann\"", "sip:a@b", "x")]
    [InlineData("\"<sip:evil@x>\" <sip:a@b>", "<sip:evil@x>", "sip:a@b", "")]
    [InlineData("Анна<tel:+32255501>;tag=1", "Анна", "tel:+32255501", "1")]
    [InlineData("<sip:a,b@c>", "", "sip:a,b@c", "")]
    public void It_has_a_name_an_address_and_parameters(string text, string name, string address, string tag)
    {
        var read = NameAddress.Parse(text)!;

        Assert.Equal(name, read.DisplayName);
        Assert.Equal(address, read.Address);
        Assert.Equal(tag, read.Tag);
        Assert.Equal(read.ToString(), NameAddress.Parse(read.ToString())!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("<sip:a@b")]
    [InlineData("sip:a@b>")]
    [InlineData("\"Ann <sip:a@b>")]
    [InlineData("\"Ann\"")]
    [InlineData("Lee, Ann <sip:a@b>")]
    [InlineData("< sip:a@b >")]
    [InlineData("<sip:a@b>;;")]
    [InlineData("<sip:a@b>x")]
    [InlineData("<a@b>")]
    [InlineData("sip:a@b?x=y")]
    [InlineData("sip:a@b,sip:c@d")]
    public void A_malformed_one_is_none(string text) => Assert.Null(NameAddress.Parse(text));

    [Fact]
    public void Its_caption_is_fit_to_be_shown_and_kept()
    {
        var long_ = new string('x', 500);

        Assert.Equal("Ann", NameAddress.Parse("\"A\\\u0000nn\u0007 \" <sip:a@b>")!.Caption);
        Assert.Equal(NameAddress.CaptionMax, NameAddress.Parse($"\"{long_}\" <sip:a@b>")!.Caption.Length);
    }

    [Fact]
    public void Values_on_one_line_are_split_at_commas_outside_of_quotes_and_brackets()
    {
        var headers = SipHeaders.Empty.Add("Contact", "\"a, b\" <sip:a,b@c>;q=1 ,, <sip:d@e>").Add("contact", "sip:f@g");

        Assert.Equal(["\"a, b\" <sip:a,b@c>;q=1", "<sip:d@e>", "sip:f@g"], headers.Values(HeaderNames.Contact));
    }
}
