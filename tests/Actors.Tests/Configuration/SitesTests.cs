using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Sites in the document: what they mean for agents and numbers, and what makes no sense.</summary>
public sealed class SitesTests
{
    private const string Text = """
        {
          "tenant": "demo",
          "sites": {"main": {"cost": {"east": 5}}, "east": {"name": "East", "cost": {"main": 5, "north": 20}}, "north": {}},
          "queues": {"sales": {}},
          "phones": {"6001": {"contact": "sip:a1@127.0.0.1:7000"}, "6002": {"contact": "sip:a2@127.0.0.1:7000"}},
          "agents": {"1001": {"phone": "6001", "queues": ["sales"], "skills": {"tariffs": 3, "english": 2}}, "1002": {"phone": "6002", "queues": ["sales"], "site": "north"}},
          "numbers": {
            "4000": {"queue": "sales", "needs": "english", "local-for": "20s", "rules": [{"when": {"caller": ["anonymous"]}, "local-for": "0s"}]},
            "4001": {"queue": "sales", "site": "north", "local-for": "20s"},
            "4002": {"queue": "sales"}
          }
        }
        """;

    private static readonly TenantDocument Read = Document.Of(Text);

    [Fact]
    public void Every_agent_is_worth_to_each_site_what_it_costs_from_where_it_is()
    {
        Assert.Equal(
            [new SkillLevel("english", 2), new SkillLevel("site.east", 95), new SkillLevel("site.main", 100), new SkillLevel("site.north", 50), new SkillLevel("tariffs", 3)],
            Settings.OfAgent(Read, "1001")!.Skills);
        Assert.Equal([new SkillLevel("site.east", 80), new SkillLevel("site.main", 50), new SkillLevel("site.north", 100)], Settings.OfAgent(Read, "1002")!.Skills);
    }

    [Theory]
    [InlineData("4000", "east", "east")]
    [InlineData("4000", "main", "main")]
    [InlineData("4001", "main", "north")]
    [InlineData("4000", "nowhere", null)]
    [InlineData("4002", "main", null)]
    public void A_call_is_of_the_site_of_its_number_else_of_its_edge(string number, string edge, string? site) =>
        Assert.Equal(site, DialPlan.Empty.With(Read).Number("demo", number, edge)!.Rules.Items.LastOrDefault()?.Local?.Site);

    [Fact]
    public void Its_costs_are_each_there_once_the_least_first()
    {
        Assert.Equal(new Locality("east", [5, 20]), Local("east"));
        Assert.Equal(new Locality("main", [5, 50]), Local("main"));
        Assert.Equal(new Locality("north", [50]), Local("north"));
    }

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        Assert.Equal(Read, Document.Of(Document.Written(Read)));
        var accepted = new ConfigurationEvent.ConfigurationAccepted(DateTimeOffset.UnixEpoch, 1, "test", Read, new RemovedKeys { Sites = ["old"] });
        Assert.Equal(accepted, Contracts.Read(Contracts.TagOf(accepted), Contracts.Write(accepted)));
    }

    [Fact]
    public void A_cost_that_changes_is_told_to_the_agents_that_it_is_about_and_to_nobody_else()
    {
        var state = Tenant.Settled(Tenant.After(Tenant.Accept(Read)));
        var changed = Read with { Sites = Read.Sites.SetItem("east", Read.Sites["east"] with { Costs = [new SiteCost("main", 5), new SiteCost("north", 30)] }) };

        Assert.Equal(["configure/agent/1002/2"], Tenant.Keys(Tenant.Then(state, Tenant.Accept(changed))));
    }

    [Theory]
    [InlineData("\"north\": {}", "\"north\": {\"cost\": {\"west\": 1}}", "sites.north.cost.west: is not another of our sites")]
    [InlineData("\"north\": {}", "\"north\": {\"cost\": {\"north\": 1}}", "sites.north.cost.north: is not another of our sites")]
    [InlineData("\"north\": {}", "\"north\": {\"cost\": {\"main\": 100}}", "sites.north.cost.main: 100 is not between 1 and 99")]
    [InlineData("\"site\": \"north\"}}", "\"site\": \"nort\"}}", "agents.\"1002\".site: there is no site \"nort\"; did you mean \"north\"?")]
    [InlineData("\"main\": {\"cost\": {\"east\": 5}}, \"east\": {\"name\": \"East\", \"cost\": {\"main\": 5, \"north\": 20}}, \"north\": {}", "\"north\": {}", "agents.\"1001\".site: missing; there is no site \"main\" that it could be at")]
    [InlineData("\"english\": 2", "\"site.east\": 2", "agents.\"1001\".skills.\"site.east\": not a key; a letter, then up to 95 letters, digits and -_. (but not and, or, not, nor site. in front) are expected")]
    public void Is_told_what_is_wrong(string piece, string by, string problem)
    {
        Assert.Contains(piece, Text, StringComparison.Ordinal);
        Assert.Contains(problem, Document.Read(Text.Replace(piece, by, StringComparison.Ordinal)).Problems.Select(said => said.ToString()));
    }

    [Fact]
    public void Calls_are_kept_for_sites_only_where_there_are_some() => Assert.Contains(
        "numbers.\"4000\".local-for: there are no sites",
        Document.Read("""{"tenant": "demo", "queues": {"sales": {}}, "numbers": {"4000": {"queue": "sales", "local-for": "20s"}}}""").Problems.Select(said => said.ToString()));

    [Fact]
    public void Needs_leave_room_for_the_site()
    {
        var steps = string.Join(',', Enumerable.Range(0, 7).Select(n => $$"""{"after": {{n}}, "require": "english"}"""));
        var problem = Assert.Single(Document.Read(Text.Replace("\"needs\": \"english\"", $"\"needs\": [{steps}]", StringComparison.Ordinal)).Problems);
        Assert.Equal("numbers.\"4000\".needs: with the 2 steps that local-for makes of the costs of sites more than 8", problem.ToString());

        var longest = new string('x', 90) + " or " + new string('y', 90) + " or " + new string('z', 60);
        problem = Assert.Single(Document.Read(Text.Replace("\"needs\": \"english\"", $"\"needs\": \"{longest}\"", StringComparison.Ordinal)).Problems);
        Assert.Equal("numbers.\"4000\".needs: with local-for before it longer than 256 characters", problem.ToString());
    }

    private static Locality? Local(string site) => DialPlan.Empty.With(Read).Number("demo", "4000", site)!.Rules.Items[^1].Local;
}
