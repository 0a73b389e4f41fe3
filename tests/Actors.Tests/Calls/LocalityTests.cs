using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>A call is kept for agents of its site, then for those of dearer ones, and never for ever.</summary>
public sealed class LocalityTests
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(10);
    private static readonly Locality East = new("east", [5, 20, 50]);

    [Fact]
    public void It_is_wider_by_one_cost_each_time_and_at_last_asks_for_no_site()
    {
        Assert.Equal(
            [Step(0, "site.east>=100"), Step(10, "site.east>=95"), Step(20, "site.east>=80"), Step(30, "")],
            East.Steps(Each, []));
        Assert.Equal(3, East.StepCount);
    }

    [Fact]
    public void Where_there_is_one_other_cost_or_no_other_site_it_is_kept_once()
    {
        Assert.Equal([Step(0, "site.east>=100"), Step(10, "")], new Locality("east", [50]).Steps(Each, []));
        Assert.Equal([Step(0, "site.east>=100"), Step(10, "")], new Locality("east", []).Steps(Each, []));
    }

    [Fact]
    public void What_the_call_needs_it_needs_everywhere()
    {
        var needs = new EquatableArray<NeedStep>([Step(0, "english>=3 or french", "tariffs"), Step(15, "english", "")]);

        Assert.Equal(
            [
                Step(0, "site.east>=100 and (english>=3 or french)", "tariffs"),
                Step(10, "site.east>=95 and (english>=3 or french)", "tariffs"),
                Step(15, "site.east>=95 and (english)"),
                Step(20, "site.east>=80 and (english)"),
                Step(30, "english"),
            ],
            East.Steps(Each, needs));
    }

    [Fact]
    public void Before_the_first_step_of_its_needs_only_the_site_is_asked_for() => Assert.Equal(
        [Step(0, "site.east>=100"), Step(5, "site.east>=100 and (english)"), Step(10, "english")],
        new Locality("east", [50]).Steps(Each, [Step(5, "english")]));

    [Theory]
    [InlineData(0, "east")]
    [InlineData(10, "east,near")]
    [InlineData(20, "east,near,far")]
    [InlineData(30, "east,near,far,nobody knows where")]
    public void Agents_are_reached_the_nearer_the_sooner(int seconds, string reached)
    {
        var agents = new (string Name, AgentProfile? Profile)[]
        {
            ("east", At(0)), ("near", At(5)), ("far", At(20)), ("nobody knows where", null),
        };
        var step = East.Steps(Each, []).Items.Last(step => step.After <= TimeSpan.FromSeconds(seconds));

        Assert.Equal(reached, string.Join(',', agents.Where(agent => NeedsReader.Read(step.Require).AreMetBy(agent.Profile)).Select(agent => agent.Name)));
    }

    private static AgentProfile At(int cost) => new() { Skills = [Locality.Skill("east", cost)] };

    private static NeedStep Step(int after, string require, string prefer = "") => new(TimeSpan.FromSeconds(after), require, prefer);
}
