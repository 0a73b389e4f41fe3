using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>Expressions over skills, as people write them.</summary>
public sealed class NeedsTests
{
    private static readonly AgentProfile Anna = new() { Skills = [new SkillLevel("billing", 2), new SkillLevel("english", 5)] };

    [Theory]
    [InlineData("", true)]
    [InlineData("english", true)]
    [InlineData("french", false)]
    [InlineData("english>=5 and billing", true)]
    [InlineData("english>5", false)]
    [InlineData("english=5&billing<=2", true)]
    [InlineData("english<5 or billing>=2", true)]
    [InlineData("not french", true)]
    [InlineData("!english", false)]
    [InlineData("french or billing and english", true)]
    [InlineData("(french or billing) and not english>=6", true)]
    [InlineData("not (english and billing)", false)]
    [InlineData("french<=0", true)]
    [InlineData("orders or english", true)]
    [InlineData("android or english", true)]
    public void An_expression_says_whom_it_means(string text, bool isMet)
    {
        Assert.True(NeedsReader.TryRead(text, out var needs, out var problem), problem);
        Assert.Equal(isMet, needs.AreMetBy(Anna));
    }

    [Fact]
    public void What_a_call_needs_and_what_its_queue_asks_are_both_asked_however_long_they_are_together()
    {
        var longest = string.Concat(Enumerable.Repeat("(", Needs.DepthMax)) + string.Join(" or ", Enumerable.Range(1, Needs.AtomsMax).Select(n => $"s{n:00}")) + string.Concat(Enumerable.Repeat(")", Needs.DepthMax));
        var call = new QueuedCall { Call = ActorId.Call("t", "c"), Contact = "c", Arrived = DateTimeOffset.UnixEpoch, Priority = 0, Number = "4000", Caller = "", Needs = [new NeedStep(TimeSpan.Zero, longest)] };
        var reach = Reach.At(call, new QueueSettings { Name = "q", Steps = [new NeedStep(TimeSpan.Zero, longest.Replace("s01", "english", StringComparison.Ordinal))] }, TimeSpan.Zero);

        Assert.True(NeedsReader.TryRead(longest, out _, out var problem), problem);
        Assert.False(NeedClass.Of(reach).Require.AreMetBy(Anna));
        Assert.True(NeedClass.Of(reach).Require.AreMetBy(new AgentProfile { Skills = [new SkillLevel("s02", 1)] }));
    }

    [Theory]
    [InlineData("english >= 5 & ( billing|tariffs )", "english>=5 and (billing or tariffs)")]
    [InlineData("(a and b) and c", "a and b and c")]
    [InlineData("a and (b and c)", "a and (b and c)")]
    [InlineData("!(a or b)", "not (a or b)")]
    [InlineData("a>0", "a")]
    [InlineData("a<1", "a<=0")]
    [InlineData("((a))", "a")]
    public void It_is_written_in_one_way_and_means_the_same_read_again(string text, string canonical)
    {
        Assert.True(NeedsReader.TryRead(text, out var needs, out _));
        Assert.Equal(canonical, needs.ToString());
        Assert.Equal(needs, NeedsReader.Read(canonical));
    }

    [Theory]
    [InlineData("english and", "at character 12: a skill expected")]
    [InlineData("(english", "at character 9: ')' expected")]
    [InlineData("english billing", "at character 9: 'and', 'or' or the end expected")]
    [InlineData("english>=101", "at character 13: a level from 0 to 100 expected")]
    [InlineData("english>=", "at character 10: a level from 0 to 100 expected")]
    [InlineData("english<0", "at character 10: nobody can have that level")]
    [InlineData("and", "at character 4: a skill expected")]
    [InlineData("3english", "at character 1: a skill expected")]
    [InlineData("english;drop", "at character 8: 'and', 'or' or the end expected")]
    public void What_is_wrong_is_said_with_its_place(string text, string expected)
    {
        Assert.False(NeedsReader.TryRead(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void It_is_bounded_in_length_depth_and_number()
    {
        Assert.False(NeedsReader.TryRead(new string('a', Needs.LengthMax + 1), out _, out _));
        Assert.False(NeedsReader.TryRead(new string('(', 100) + "a" + new string(')', 100), out _, out var deep));
        Assert.Contains("deep", deep, StringComparison.Ordinal);
        Assert.False(NeedsReader.TryRead(new string('!', 200) + "a", out _, out _));
        Assert.False(NeedsReader.TryRead(string.Join('&', Enumerable.Repeat("a", Needs.AtomsMax + 1)), out _, out var many));
        Assert.Contains("skills", many, StringComparison.Ordinal);
    }
}
