using System.Text;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Composition;
using CallCenter.Api.Configuration;
using CallCenter.Api.Migration;

namespace CallCenter.Api.Tests.Migration;

/// <summary>Small centers of other systems become documents that are taken as they are.</summary>
public sealed class ImportTests
{
    private const string Asterisk = """
        [general]
        persistentmembers = yes
        autofill = yes

        ; what all have
        [team](!)
        musicclass = calm
        timeout = 900
        retry = 3          ; then again
        wrapuptime=15

        [sales](team)
        strategy = rrmemory
        servicelevel = 30
        maxlen = fifty
        announce-frequency = 45
        announce-holdtime = no
        weight = 5
        member => PJSIP/1001,0,Li Wei
        member => PJSIP/1002,1,"Wang"
        member => Local/1003@agents/n

        ;-- not yet
        [draft]
        strategy = linear
        --;
        [night shift](team)
        strategy = ringall
        autopause = yes
        joinempty = no
        member => SIP/1001
        member => SIP/1004
        """;

    private const string FreeSwitch = """
        <configuration name="callcenter.conf" description="CallCenter">
          <settings/>
          <queues>
            <queue name="support@default">
              <param name="strategy" value="longest-idle-agent"/>
              <param name="moh-sound" value="local_stream://moh"/>
              <param name="max-wait-time" value="600"/>
              <param name="max-wait-time-with-no-agent" value="120"/>
              <param name="tier-rules-apply" value="true"/>
              <param name="tier-rule-wait-second" value="30"/>
              <param name="tier-rule-wait-multiply-level" value="true"/>
              <param name="discard-abandoned-after" value="60"/>
            </queue>
          </queues>
          <agents>
            <agent name="1000@default" type="callback" contact="[leg_timeout=10]user/1000@default" status="Available" max-no-answer="3" wrap-up-time="10" reject-delay-time="10" busy-delay-time="60"/>
            <agent name="1001@default" type="callback" contact="[leg_timeout=10]user/1001@default" status="Logged Out" max-no-answer="3" wrap-up-time="25" reject-delay-time="10" busy-delay-time="60"/>
          </agents>
          <tiers>
            <tier agent="1000@default" queue="support@default" level="1" position="1"/>
            <tier agent="1001@default" queue="support@default" level="2" position="1"/>
            <tier agent="1002@default" queue="support@default" level="3" position="1"/>
          </tiers>
        </configuration>
        """;

    [Fact]
    public void A_queue_of_Asterisk_keeps_its_times_its_order_and_its_members()
    {
        var (document, notes) = Taken(draft => QueuesConf.Read(Asterisk, draft));

        var sales = document.Queues["sales"];
        Assert.Equal((300, 15, 3, 30), (sales.RingTime.TotalSeconds, sales.WrapUp.TotalSeconds, sales.RetryAgentAfter.TotalSeconds, sales.ServiceLevel.TotalSeconds));
        Assert.Equal(["sales", "night-shift"], document.Queues.Keys.OrderDescending());
        Assert.Equal("Li Wei", document.Agents["1001"].Name);
        Assert.Equal(["night-shift", "sales"], document.Agents["1001"].Queues.Order());
        Assert.Equal((100, 99, 100), (LevelOf(document, "1001"), LevelOf(document, "1002"), LevelOf(document, "1003")));
        Assert.Contains("queue sales: weight = 5 (line 18) is not carried over", notes);
        Assert.Contains("queue sales: ring-time would be 900 s; it is 1 to 300 s here", notes);
        Assert.Contains("queue sales: maxlen = fifty (line 15) is no number; it has the default", notes);
        Assert.Contains("queue night shift is called night-shift here", notes);
        Assert.DoesNotContain(notes, note => note.Contains("autofill", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_of_a_dialplan_lead_to_the_queues_that_they_led_to()
    {
        var (document, notes) = Taken(draft =>
        {
            QueuesConf.Read(Asterisk, draft);
            ExtensionsConf.Read(
                """
                [globals]
                OFFICE = 192.0.2.9
                [from-trunk]
                exten => 4000,1,Answer()
                 same => n(wait),Queue(sales,tT,,,300)
                exten => 4001,1,Queue(night shift)
                exten => 4000,2,Queue(night shift)
                exten => _5XXX,1,Queue(sales)
                exten => 4002,1,Queue(nobody)
                exten => 4003,1,Dial(PJSIP/1001)
                """, draft);
        });

        Assert.Equal([("4000", "sales"), ("4001", "night-shift")], document.Numbers.Select(number => (number.Key, number.Value.Queue)));
        Assert.Contains("[from-trunk] line 7: 4000 leads to queue night shift as well; here it leads to sales", notes);
        Assert.Contains("[from-trunk] line 8: _5XXX leads to queue sales; a pattern is no number here, write those that are called", notes);
        Assert.Contains("[from-trunk] line 9: 4002 leads to queue nobody, which is not there", notes);
    }

    [Fact]
    public void A_queue_of_FreeSWITCH_asks_its_tiers_one_after_the_other()
    {
        var (document, notes) = Taken(draft => CallcenterXml.Read(FreeSwitch, draft));

        var support = document.Queues["support@default"];
        Assert.Equal((25, 600), (support.WrapUp.TotalSeconds, support.MaxWait!.Value.TotalSeconds));
        Assert.Equal([0, 30, 60], support.Steps.Select(step => step.After.TotalSeconds));
        Assert.Equal(99, document.Agents["1000"].Skills.Single().Level);
        Assert.Equal(98, document.Agents["1001"].Skills.Single().Level);
        Assert.Contains("queue support@default: max-wait-time-with-no-agent = 120 is not carried over", notes);
        Assert.Contains("queue support@default: a tier names 1002@default, who is no agent of this file", notes);
    }

    [Fact]
    public void Phones_of_the_old_system_are_reached_through_it_for_the_time_being()
    {
        var draft = new Draft("east", "192.0.2.5:5070");
        QueuesConf.Read(Asterisk, draft);

        Assert.Contains("contact: \"sip:1004@192.0.2.5:5070\"", draft.Yaml("queues.conf"), StringComparison.Ordinal);
        Assert.Empty(Read(draft).Problems);
    }

    [Theory]
    [InlineData("timeout = 5", "line 1: a setting before the first [section]")]
    [InlineData("[a]\nwords", "line 2: neither a [section] nor a setting: words")]
    [InlineData("[a](b)", "line 1: there is no template [b] before it")]
    [InlineData("[a]\n#include more.conf", "line 2: #include is not followed; put the file's text in its place")]
    public void What_cannot_be_read_is_said_with_its_line(string text, string said) =>
        Assert.Equal(said, Assert.Throws<InvalidDataException>(() => QueuesConf.Read(text, new Draft("a", null))).Message);

    [Fact]
    public void Entities_and_broken_files_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => CallcenterXml.Read("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", new Draft("a", null)));
        Assert.StartsWith("line 1:", Assert.Throws<InvalidDataException>(() => CallcenterXml.Read("<a>", new Draft("a", null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_command_line_it_writes_the_document_and_says_how_much_is_to_be_looked_at()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Asterisk);
            using var said = new StringWriter();

            Assert.Equal(0, await CommandLine.Run(["import", file, "--tenant", "east"], (_, _) => throw new InvalidOperationException("nothing is to run"), said));
            Assert.Contains("tenant: east\n", said.ToString(), StringComparison.Ordinal);
            Assert.Contains("things to look at", said.ToString(), StringComparison.Ordinal);
            Assert.Equal(2, await CommandLine.Run(["import", file + ".none"], (_, _) => throw new InvalidOperationException("nothing is to run"), said));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static int LevelOf(TenantDocument document, string agent) => document.Agents[agent].Terms.Single(terms => terms.Queue == "sales").Level;

    private static (TenantDocument Document, IReadOnlyList<string> Notes) Taken(Action<Draft> read)
    {
        var draft = new Draft("imported", null);
        read(draft);
        var reading = Read(draft);
        Assert.Empty(reading.Problems);
        return (reading.Document!, draft.Notes);
    }

    private static DocumentReading Read(Draft draft)
    {
        using var tree = ConfigurationText.Read(Encoding.UTF8.GetBytes(draft.Yaml("a file")), DocumentFormat.Yaml);
        return TenantDocumentReader.Read(tree.Json!.RootElement, lineOf: tree.LineOf);
    }
}
