using CallCenter.Actors.Configuration;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Whom a queue gives its calls to: what is written is what it is told.</summary>
public sealed class RoutingKeysTests
{
    private const string Written = """
        {
          "tenant": "demo",
          "queues": {
            "sales": {
              "order": "most-skilled", "head-start": "30s",
              "steps": [{"after": "2m"}, {"require": "english>=3 and not trainee", "prefer": "tariffs"}, {"after": 30, "require": "klingon"}],
              "reserve": {"agents": 2, "min-priority": 5, "for": "90s"}
            },
            "fifo": {"head-start": 0, "reserve": {"agents": 1}},
            "plain": {"head-start": "strict"}
          }
        }
        """;

    private static readonly TenantDocument Read = Document.Of(Written);

    /// <summary>A skill that nobody has is no mistake: its people may come tomorrow.</summary>
    [Fact]
    public void A_queue_is_told_its_rules_the_steps_in_the_order_of_their_moments()
    {
        var sales = Settings.OfQueue(Read, "sales")!;

        Assert.Equal((AgentOrder.MostSkilled, TimeSpan.FromSeconds(30), new ReserveRule(2, 5, TimeSpan.FromSeconds(90))), (sales.Order, sales.HeadStart, sales.Reserve));
        Assert.Equal(
            [new NeedStep(TimeSpan.Zero, "english>=3 and not trainee", "tariffs"), new NeedStep(TimeSpan.FromSeconds(30), "klingon"), new NeedStep(TimeSpan.FromMinutes(2), "")],
            sales.Steps);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var (fifo, plain) = (Settings.OfQueue(Read, "fifo")!, Settings.OfQueue(Read, "plain")!);

        Assert.Equal((TimeSpan.Zero, new ReserveRule(1, 1, TimeSpan.FromMinutes(1))), (fifo.HeadStart, fifo.Reserve));
        Assert.Equal((AgentOrder.LongestIdle, null, 0, null), (plain.Order, plain.HeadStart, plain.Steps.Count, plain.Reserve));
    }

    [Theory]
    [InlineData("longest-idle", AgentOrder.LongestIdle)]
    [InlineData("most-skilled", AgentOrder.MostSkilled)]
    [InlineData("round-robin", AgentOrder.RoundRobin)]
    [InlineData("fewest-calls", AgentOrder.FewestCalls)]
    [InlineData("least-occupied", AgentOrder.LeastOccupied)]
    public void Each_order_has_a_word(string word, AgentOrder order) =>
        Assert.Equal(order, Settings.OfQueue(Document.Of(Written.Replace("most-skilled", word, StringComparison.Ordinal)), "sales")!.Order);

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        Assert.Equal(Read, Document.Of(Document.Written(Read)));
        var accepted = new ConfigurationEvent.ConfigurationAccepted(DateTimeOffset.UnixEpoch, 1, "test", Read, new RemovedKeys());
        Assert.Equal(accepted, Contracts.Read(Contracts.TagOf(accepted), Contracts.Write(accepted)));
    }

    [Theory]
    [InlineData("\"head-start\": \"30s\"", "\"head-start\": \"strict\"")]
    [InlineData("\"tariffs\"", "\"english\"")]
    [InlineData("\"agents\": 2", "\"agents\": 3")]
    public void A_rule_that_changes_is_told_to_its_queue_and_to_nobody_else(string before, string after)
    {
        var state = Tenant.Events(Tenant.Empty, new ConfigurationCommand.Accept(Read, null, "test")).Aggregate(Tenant.Empty, ConfigurationBehaviour.Apply);
        state = ConfigurationBehaviour.Duties(state).OfType<Duty.Deliver>().SelectMany(duty => Tenant.Events(state, (ConfigurationCommand)duty.OnAnswered!)).Aggregate(state, ConfigurationBehaviour.Apply);

        var changed = Document.Of(Written.Replace(before, after, StringComparison.Ordinal));
        state = Tenant.Events(state, new ConfigurationCommand.Accept(changed, null, "test")).Aggregate(state, ConfigurationBehaviour.Apply);

        var told = Assert.IsType<Duty.Deliver>(Assert.Single(ConfigurationBehaviour.Duties(state)));
        Assert.Equal((ActorId.Queue("demo", "sales"), new QueueCommand.Configure(2, Settings.OfQueue(changed, "sales"))), (told.To, told.Message));
    }
}
