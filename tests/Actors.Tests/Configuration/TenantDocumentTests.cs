using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Tests.Configuration;

public sealed class TenantDocumentTests
{
    private static readonly TenantDocument Good = Document.Of(Document.Good);

    [Fact]
    public void What_is_written_is_what_it_holds()
    {
        Assert.Equal(new TrunkEntry("local", ["127.0.0.0/8"], "sip:192.0.2.10:5060"), Assert.Single(Good.Trunks));
        Assert.Equal(new NumberEntry("support", AnswerMode.OnQueue, 5), Good.Numbers["4001"]);
        Assert.Equal(new ReasonEntry(new Label("break", "break"), false, TimeSpan.FromMinutes(15)), Good.Reasons["break"]);
        Assert.Equal(new AgentEntry("Li Wei", "red", "6001", ["sales", "support"], AgentStart.Ready), Good.Agents["1001"]);
    }

    [Fact]
    public void An_agent_has_skills_in_order_terms_where_it_says_some_and_a_choice() => Assert.Equal(
        new AgentEntry("1002", "", "6002", ["sales", "support"], AgentStart.SignedOut)
        {
            Skills = [new SkillLevel("billing", 3), new SkillLevel("english", 5)],
            Terms = [new QueueTerms("support", 2, 3)],
            Choice = QueueChoice.Share,
        },
        Good.Agents["1002"]);

    [Fact]
    public void Terms_that_are_the_default_are_none() =>
        Assert.Equal(Good, Of("[\"sales\", \"support\"]", "[{\"queue\": \"sales\"}, {\"queue\": \"support\", \"level\": 1, \"share\": 1}]"));

    [Fact]
    public void A_document_that_was_stored_before_there_were_skills_is_still_read()
    {
        var stored = "{\"tenant\":\"demo\",\"agents\":{\"1001\":{\"name\":\"Li Wei\",\"team\":\"red\",\"phone\":\"6001\",\"queues\":[\"sales\"],\"start\":3}}}";
        var read = Assert.IsType<ConfigurationCommand.Accept>(Contracts.Read("configuration_do_accept", System.Text.Encoding.UTF8.GetBytes($"{{\"document\":{stored},\"by\":\"test\"}}")));

        Assert.Equal(new AgentEntry("Li Wei", "red", "6001", ["sales"], AgentStart.Ready), read.Document.Agents["1001"]);
    }

    [Fact]
    public void Phones_ring_together_where_the_queue_says_so()
    {
        var document = Of("\"ring-time\": \"20s\"", "\"ring\": {\"together\": 3}");
        Assert.Equal((3, null), (document.Queues["sales"].Together, document.Queues["support"].Together));
        Assert.Equal((3, null), (Settings.OfQueue(document, "sales")!.Together, Settings.OfQueue(document, "support")!.Together));
        Assert.Contains("\"together\": 3", Document.Written(document), StringComparison.Ordinal);
        Assert.All(["1", "9", "\"all\""], wrong => Assert.Single(Document.Read(Document.With("\"ring-time\": \"20s\"", $"\"ring\": {{\"together\": {wrong}}}")).Problems));
    }

    [Fact]
    public void What_is_left_out_has_its_default() => Assert.Equal(
        new QueueEntry
        {
            Name = new Label("support", "support"),
            RingTime = TimeSpan.FromSeconds(20),
            WrapUp = TimeSpan.FromSeconds(30),
            OverflowNumber = "0800123",
            Music = "default",
            MissesBeforeNotReady = 2,
            StaysReadyOnDecline = false,
            RetryAgentAfter = TimeSpan.FromSeconds(10),
            ServiceLevel = TimeSpan.FromSeconds(15),
            ShortAbandon = TimeSpan.FromSeconds(5),
        },
        Good.Queues["support"]);

    [Fact]
    public void Each_word_means_what_it_says()
    {
        Assert.Equal(AnswerMode.EarlyMedia, Of("\"priority\": 5", "\"answer\": \"early-media\"").Numbers["4001"].Answer);
        Assert.Equal(AnswerMode.OnAgent, Of("\"priority\": 5", "\"answer\": \"on-agent\"").Numbers["4001"].Answer);
        Assert.True(Of("\"music\": \"waltz\"", "\"on-decline\": \"stay-ready\"").Queues["sales"].StaysReadyOnDecline);
        Assert.Equal(AgentStart.NotReady, Of("\"start\": \"ready\"", "\"start\": \"not-ready\"").Agents["1001"].Start);
        Assert.Equal(AgentStart.SignedOut, Good.Agents["1002"].Start);
        Assert.Equal(QueueChoice.First, Good.Agents["1001"].Choice);
        Assert.Equal(QueueChoice.LongestWaiting, Of("\"choice\": \"share\"", "\"choice\": \"longest-waiting\"").Agents["1002"].Choice);
        Assert.Equal(QueueChoice.Priority, Of("\"choice\": \"share\"", "\"choice\": \"priority\"").Agents["1002"].Choice);
    }

    [Fact]
    public void Numbers_are_text_where_text_is_meant() => Assert.Equal(Good, Of("\"phone\": \"6001\"", "\"phone\": 6001"));

    [Fact]
    public void A_name_is_one_text_or_one_for_each_language()
    {
        Assert.Equal(new Label("Red", "Red"), Good.Teams["red"].Name);
        Assert.Equal(new Label("Red", "红"), Of("\"name\": \"Red\"", "\"name\": {\"en\": \"Red\", \"zh\": \"红\"}").Teams["red"].Name);
    }

    [Fact]
    public void Passwords_come_out_beside_it()
    {
        var reading = Document.Read(Document.Good);

        Assert.Equal(KeyValuePair.Create("6001", "demo-6001"), Assert.Single(reading.Passwords));
        Assert.DoesNotContain("demo-6001", Document.Written(reading.Document!), StringComparison.Ordinal);
        Assert.DoesNotContain("demo-6001", System.Text.Encoding.UTF8.GetString(Contracts.Write(new ConfigurationCommand.Accept(reading.Document!, null, "test"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_phone_without_password_keeps_its_credential()
    {
        var inForce = Good with { Phones = Good.Phones.SetItem("6001", new PhoneEntry(null, 3)) };

        Assert.Equal(3, Document.Of(Document.With("\"password\": \"demo-6001\"", ""), inForce).Phones["6001"].CredentialVersion);
    }

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        var inForce = Good with { Phones = Good.Phones.SetItem("6001", new PhoneEntry(null, 1)) };

        Assert.Equal(inForce, Document.Of(Document.Written(inForce), inForce));
    }

    [Theory]
    [InlineData("none", AutoAnswer.None)]
    [InlineData("call-info", AutoAnswer.CallInfo)]
    [InlineData("alert-info", AutoAnswer.AlertInfo)]
    public void A_phone_may_answer_by_itself_and_says_how_it_is_told(string word, AutoAnswer how)
    {
        var document = Document.Of(Document.With("\"contact\": \"sip:a2@127.0.0.1:7000\"", $"\"contact\": \"sip:a2@127.0.0.1:7000\", \"auto-answer\": \"{word}\""));

        Assert.Equal(how, document.Phones["6002"].AutoAnswer);
        var inForce = document with { Phones = document.Phones.SetItem("6001", new PhoneEntry(null, 1)) };
        Assert.Equal(inForce, Document.Of(Document.Written(inForce), inForce));
        Assert.Equal(how, Settings.OfPhone(document, "6002")!.AutoAnswer);
    }

    [Fact]
    public void Parts_of_a_second_survive_writing()
    {
        var document = Of("\"ring-time\": \"20s\"", "\"ring-time\": 2.5");
        document = document with { Phones = document.Phones.SetItem("6001", new PhoneEntry(null, 1)) };

        Assert.Equal(TimeSpan.FromSeconds(2.5), Document.Of(Document.Written(document), document).Queues["sales"].RingTime);
    }

    [Fact]
    public void It_is_equal_by_content()
    {
        Assert.Equal(Good, Document.Of(Document.Good));
        Assert.NotEqual(Good, Of("\"priority\": 5", "\"priority\": 6"));
        Assert.NotEqual(Good, Of("\"team\": \"red\", ", ""));
    }

    [Fact]
    public void It_survives_the_wire()
    {
        var command = new ConfigurationCommand.Accept(Good, 4, "test");

        Assert.Equal(command, Contracts.Read(Contracts.TagOf(command), Contracts.Write(command)));
    }

    private static TenantDocument Of(string piece, string by) => Document.Of(Document.With(piece, by));
}
