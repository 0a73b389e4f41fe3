using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>The tree of call reasons in the document, and the rules for summaries.</summary>
public sealed class CallReasonsTests
{
    private const string Text = """
        {
          "tenant": "demo",
          "call-reasons": {"billing": {"name": {"en": "Billing", "zh": "账务"}}, "invoice": {"under": "billing"}, "late": {"under": "invoice"}, "other": {}},
          "summaries": {"edit-for": "48h"},
          "queues": {"sales": {"summary-required": true}, "support": {}}
        }
        """;

    private static readonly TenantDocument Read = Document.Of(Text);

    [Theory]
    [InlineData("late", "billing invoice late")]
    [InlineData("billing", "billing")]
    [InlineData("nothing", "")]
    public void A_reason_has_a_way_from_its_root(string reason, string way) => Assert.Equal(way, string.Join(' ', CallReasonEntry.WayTo(Read.CallReasons, reason)));

    [Fact]
    public void A_queue_that_demands_a_summary_says_so_with_each_offer()
    {
        Assert.True(Settings.OfQueue(Read, "sales")!.RulesOfOffers().Summary);
        Assert.False(Settings.OfQueue(Read, "support")!.RulesOfOffers().Summary);
        Assert.Equal(TimeSpan.FromHours(48), Read.Summaries!.EditFor);
    }

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        Assert.Equal(Read, Document.Of(Document.Written(Read)));
        var accepted = new ConfigurationEvent.ConfigurationAccepted(DateTimeOffset.UnixEpoch, 1, "test", Read, new RemovedKeys { CallReasons = ["old"] });
        Assert.Equal(accepted, Contracts.Read(Contracts.TagOf(accepted), Contracts.Write(accepted)));
    }

    [Theory]
    [InlineData("\"under\": \"invoice\"", "\"under\": \"invoise\"", "call-reasons.late.under: there is no call reason \"invoise\"; did you mean \"invoice\"?")]
    [InlineData("\"late\": {\"under\": \"invoice\"}", "\"late\": {\"under\": \"late\"}", "call-reasons.late.under: goes round in a circle")]
    [InlineData("\"name\": {\"en\": \"Billing\", \"zh\": \"账务\"}", "\"under\": \"late\"", "call-reasons.billing.under: goes round in a circle")]
    [InlineData("\"other\": {}", "\"4\": {\"under\": \"late\"}, \"5\": {\"under\": \"4\"}, \"6\": {\"under\": \"5\"}, \"7\": {\"under\": \"6\"}, \"8\": {\"under\": \"7\"}, \"9\": {\"under\": \"8\"}", "call-reasons.\"9\".under: is more than 8 deep")]
    [InlineData("\"48h\"", "\"1000h\"", "summaries.edit-for: 1000h is not between 0s and 720h")]
    public void Is_told_what_is_wrong(string piece, string by, string problem)
    {
        Assert.Contains(piece, Text, StringComparison.Ordinal);
        Assert.Contains(problem, Document.Read(Text.Replace(piece, by, StringComparison.Ordinal)).Problems.Select(said => said.ToString()));
    }
}
