using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Rules of the floor in the document: rationed breaks and alarms.</summary>
public sealed class FloorKeysTests
{
    private const string Text = """
        {
          "tenant": "demo",
          "reasons": {"break": {"limit": "15m"}, "meal": {}},
          "teams": {"red": {"breaks": {"reasons": ["break"], "share": 20, "when-full": "queue"}}, "blue": {}},
          "alarms": {"wrap-up": "2m", "states": {"holding": "5m", "not-ready": "1h"}},
          "queues": {"sales": {"alarms": {"waiting": 10, "longest-wait": "2m", "service-level": 80}}},
          "phones": {"6001": {"contact": "sip:a1@127.0.0.1:7000"}, "6002": {"contact": "sip:a2@127.0.0.1:7000"}},
          "agents": {"1001": {"phone": "6001", "team": "red"}, "1002": {"phone": "6002", "team": "blue"}}
        }
        """;

    private static readonly TenantDocument Read = Document.Of(Text);

    [Fact]
    public void Teams_that_ration_are_the_floors_and_their_agents_know()
    {
        Assert.Equal(new FloorSettings([new BreakQuota("red", ["break"], null, 20) { Queues = true }]), Settings.OfFloor(Read));
        Assert.Equal(["break"], Settings.OfAgent(Read, "1001")!.Rationed);
        Assert.Empty(Settings.OfAgent(Read, "1002")!.Rationed.Items);
    }

    [Fact]
    public void Alarms_are_of_agents_and_of_queues()
    {
        Assert.Equal(new AlarmTerms { Breaks = true, WrapUp = TimeSpan.FromMinutes(2), States = [new StateLimit(AgentActivity.NotReady, TimeSpan.FromHours(1)), new StateLimit(AgentActivity.Holding, TimeSpan.FromMinutes(5))] }, Read.Alarms);
        Assert.Equal(new QueueAlarms { Waiting = 10, LongestWait = TimeSpan.FromMinutes(2), ServiceLevel = 80 }, Settings.OfQueue(Read, "sales")!.Alarms);
    }

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        Assert.Equal(Read, Document.Of(Document.Written(Read)));
        var accepted = new ConfigurationEvent.ConfigurationAccepted(DateTimeOffset.UnixEpoch, 1, "test", Read, new RemovedKeys());
        Assert.Equal(accepted, Contracts.Read(Contracts.TagOf(accepted), Contracts.Write(accepted)));
    }

    [Fact]
    public void A_quota_that_changes_is_told_to_the_floor_and_to_the_agents_whose_reasons_it_is()
    {
        var state = Tenant.Settled(Tenant.After(Tenant.Accept(Read)));
        var more = Read with { Teams = Read.Teams.SetItem("red", Read.Teams["red"] with { Breaks = Read.Teams["red"].Breaks! with { Share = 30 } }) };
        Assert.Equal(["configure/floor/tenant/2"], Tenant.Keys(Tenant.Then(state, Tenant.Accept(more))));

        var none = Read with { Teams = Read.Teams.SetItem("red", Read.Teams["red"] with { Breaks = null }) };
        Assert.Equal(["configure/agent/1001/2", "configure/floor/tenant/2"], Tenant.Keys(Tenant.Then(state, Tenant.Accept(none))));
    }

    [Theory]
    [InlineData("\"share\": 20", "\"share\": 20, \"number\": 2", "teams.red.breaks: needs number or share, and not both")]
    [InlineData("\"share\": 20, ", "", "teams.red.breaks: needs number or share, and not both")]
    [InlineData("\"reasons\": [\"break\"]", "\"reasons\": [\"breaks\"]", "teams.red.breaks.reasons[0]: there is no reason \"breaks\"; did you mean \"break\"?")]
    [InlineData("\"reasons\": [\"break\"]", "\"reasons\": [\"break\", \"break\"]", "teams.red.breaks.reasons[1]: \"break\" is there twice")]
    public void Is_told_what_is_wrong(string piece, string by, string problem)
    {
        Assert.Contains(piece, Text, StringComparison.Ordinal);
        Assert.Contains(problem, Document.Read(Text.Replace(piece, by, StringComparison.Ordinal)).Problems.Select(said => said.ToString()));
    }
}
