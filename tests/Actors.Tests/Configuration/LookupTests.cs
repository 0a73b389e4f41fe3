using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Look-ups in the document: what is written, what it means, and to whom a credential may be shown.</summary>
public sealed class LookupTests
{
    private const string Text = """
        {
          "tenant": "demo",
          "lookups": {
            "crm": {"url": "https://crm.example.com:8443/callers", "authorization": "Bearer abc", "take": {"tier": "customer.tier", "language": "lang"}, "otherwise": {"tier": "standard"}},
            "erp": {"url": "http://10.1.2.3/x", "method": "get", "time-limit": "1s", "take": {"debt": "debt"}}
          },
          "queues": {"sales": {}},
          "numbers": {"4000": {"queue": "sales", "lookup": "crm", "rules": [{"when": {"caller": ["+86*"]}, "lookup": "erp"}, {"when": {"data": {"tier": "gold"}}, "priority": 9}]}}
        }
        """;

    private static readonly TenantDocument Read = Document.Of(Text);

    [Fact]
    public void A_look_up_has_its_defaults_and_no_secret_in_it()
    {
        Assert.Equal(
            new LookupEntry("https://crm.example.com:8443/callers", LookupMethod.Post, TimeSpan.FromMilliseconds(300), [new TakenField("language", "lang"), new TakenField("tier", "customer.tier")], [Value("tier", "standard")], 0),
            Read.Lookups["crm"]);
        Assert.Equal((LookupMethod.Get, TimeSpan.FromSeconds(1)), (Read.Lookups["erp"].Method, Read.Lookups["erp"].TimeLimit));
        Assert.Equal(KeyValuePair.Create("lookup/crm", "Bearer abc"), Assert.Single(Document.Read(Text).Passwords));
        Assert.DoesNotContain("abc", Document.Written(Read), StringComparison.Ordinal);
    }

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        Assert.Equal(Read, Document.Of(Document.Written(Read)));
        var accepted = new ConfigurationEvent.ConfigurationAccepted(DateTimeOffset.UnixEpoch, 1, "test", Read, new RemovedKeys { Lookups = ["old"] });
        Assert.Equal(accepted, Contracts.Read(Contracts.TagOf(accepted), Contracts.Write(accepted)));
    }

    [Fact]
    public void What_a_number_asks_about_every_caller_comes_before_its_rules()
    {
        var rules = Settings.OfNumber(Read, "4000")!.Rules;

        Assert.Equal(["crm", "erp", null], rules.Select(rule => rule.Lookup));
        Assert.Equal(new LookupTerms(TimeSpan.FromMilliseconds(300), [Value("tier", "standard")]), rules[0].Terms);
        Assert.Equal(RuleCondition.Always, rules[0].When);
    }

    [Fact]
    public void A_credential_stays_with_the_scheme_host_and_port_it_was_given_for()
    {
        var inForce = Read.WithCredentials(new Dictionary<string, long> { ["lookup/crm"] = 7 });
        var silent = Text.Replace("\"authorization\": \"Bearer abc\", ", "", StringComparison.Ordinal);

        Assert.Equal(7, Document.Of(silent.Replace("/callers", "/elsewhere", StringComparison.Ordinal), inForce).Lookups["crm"].CredentialVersion);
        Assert.Equal(7, inForce.CredentialVersion(Credentials.OfLookup("crm")));
        Assert.Equal(KeyValuePair.Create("lookup/crm", 7L), Assert.Single(inForce.NamedCredentials()));
        foreach (var other in new[] { "https://crm.example.com/callers", "http://crm.example.com:8443/callers", "https://evil.example.com:8443/callers" })
        {
            var moved = silent.Replace("https://crm.example.com:8443/callers", other, StringComparison.Ordinal);
            Assert.Equal("lookups.crm.authorization: the one it has was given for another scheme, host or port: give it again", Assert.Single(Document.Read(moved, inForce).Problems).ToString());
            Assert.Equal(0, Document.Of(Text.Replace("https://crm.example.com:8443/callers", other, StringComparison.Ordinal), inForce).Lookups["crm"].CredentialVersion);
        }
    }

    [Theory]
    [InlineData("https://crm.example.com:8443/callers", "https://user:secret@crm.example.com/")]
    [InlineData("https://crm.example.com:8443/callers", "https://crm.example.com/?x=1")]
    [InlineData("https://crm.example.com:8443/callers", "https://crm.example.com/#x")]
    [InlineData("https://crm.example.com:8443/callers", "https://crm.example.com:99999/")]
    [InlineData("https://crm.example.com:8443/callers", "file:///etc/passwd")]
    [InlineData("https://crm.example.com:8443/callers", "crm.example.com")]
    [InlineData("\"1s\"", "\"3s\"")]
    [InlineData("\"1s\"", "\"5ms\"")]
    [InlineData("customer.tier", "a.b.c.d.e")]
    [InlineData("customer.tier", "a..b")]
    [InlineData("\"lookup\": \"crm\"", "\"lookup\": \"crn\"")]
    [InlineData("Bearer abc", "Bearer\\r\\nX: y")]
    public void What_makes_no_sense_is_a_problem(string piece, string by)
    {
        Assert.Contains(piece, Text, StringComparison.Ordinal);
        Assert.Single(Document.Read(Text.Replace(piece, by, StringComparison.Ordinal)).Problems);
    }

    [Fact]
    public void A_number_and_its_rules_name_a_few_look_ups_at_most()
    {
        var lookups = string.Join(',', Enumerable.Range(0, 5).Select(n => $$"""{"lookup": "l{{n}}"}"""));
        var defined = string.Join(',', Enumerable.Range(0, 5).Select(n => $$"""  "l{{n}}": {"url": "http://h", "take": {"a": "a"} }"""));

        Assert.Equal(
            "numbers.\"4000\": 5 look-ups; a number and its rules may name 4",
            Assert.Single(Document.Read($$"""{"tenant": "demo", "queues": {"sales": {} }, "lookups": { {{defined}} }, "numbers": {"4000": {"queue": "sales", "rules": [{{lookups}}]} } }""").Problems).ToString());
    }

    private static AttachedEntry Value(string key, string text) => new(key, new AttachedValue(AttachedType.Text, text));
}
