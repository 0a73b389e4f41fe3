using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>What the document means for one actor.</summary>
public sealed class SettingsTests
{
    private static readonly TenantDocument Good = Document.Of(Document.Good);

    [Fact]
    public void Overflow_to_a_queue_brings_that_queues_music() =>
        Assert.Equal(new OverflowTarget("support", null, null, "default"), Settings.OfQueue(Good, "sales")!.Overflow);

    [Fact]
    public void Overflow_to_a_number_of_ours_is_the_queue_behind_it() =>
        Assert.Equal(
            new OverflowTarget("support", null, null, "default"),
            Settings.OfQueue(Document.Of(Document.With("{\"queue\": \"support\"}", "{\"number\": \"4001\"}")), "sales")!.Overflow);

    [Fact]
    public void Overflow_to_another_number_goes_out_through_the_first_trunk_that_can() =>
        Assert.Equal(
            new OverflowTarget(null, null, "sip:0800123@192.0.2.10:5060", "default") { Ways = [new TrunkWay("local", "sip:0800123@192.0.2.10:5060", 101, 1)] },
            Settings.OfQueue(Good, "support")!.Overflow);

    [Fact]
    public void What_a_user_part_may_not_hold_is_escaped() =>
        Assert.Equal("sip:*31%230800@192.0.2.10:5060", Settings.OfQueue(Document.Of(Document.With("\"0800123\"", "\"*31#0800\"")), "support")!.Overflow!.Uri);

    [Fact]
    public void An_agent_has_a_copy_of_the_tenants_reasons() => Assert.Equal(["break"], Settings.OfAgent(Good, "1001")!.Reasons);

    [Fact]
    public void An_agent_has_its_skills_terms_and_choice()
    {
        var settings = Settings.OfAgent(Good, "1002")!;
        Assert.Equal((Good.Agents["1002"].Skills, Good.Agents["1002"].Terms, QueueChoice.Share), (settings.Skills, settings.Terms, settings.Choice));
        Assert.Equal((new QueueTerms("support", 2, 3), new QueueTerms("sales", 1, 1)), (settings.TermsOf("support"), settings.TermsOf("sales")));
    }

    [Fact]
    public void A_number_has_the_music_of_its_queue() =>
        Assert.Equal(new NumberPlan("4000", "sales", AnswerMode.OnQueue, "waltz"), Settings.OfNumber(Good, "4000"));

    [Fact]
    public void A_number_has_all_its_queues() => Assert.Equal(
        new NumberPlan("4001", "support", AnswerMode.OnQueue, "default", 5) { Also = ["sales"] },
        Settings.OfNumber(Document.Of(Document.With("\"priority\": 5", "\"priority\": 5, \"also\": [\"sales\"]")), "4001"));

    [Fact]
    public void What_the_document_does_not_have_has_no_settings()
    {
        Assert.Null(Settings.OfQueue(Good, "billing"));
        Assert.Null(Settings.OfAgent(Good, "1099"));
        Assert.Null(Settings.OfPhone(Good, "6099"));
        Assert.Null(Settings.OfNumber(Good, "4099"));
    }
}
