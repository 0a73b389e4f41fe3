using CallCenter.Actors.Agents;

namespace CallCenter.Actors.Tests.Protocol;

/// <summary>What comes of an agent's choice between its queues, with answers that can be known beforehand.</summary>
public sealed class ChoiceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Queues_that_are_never_empty_are_served_by_their_shares(int seed)
    {
        var agent = new OneAgent(seed, QueueChoice.Share, new QueueTerms("sales", Share: 70), new QueueTerms("support", Share: 20), new QueueTerms("billing", Share: 10));
        string[] queues = ["sales", "support", "billing"];
        foreach (var queue in queues.Concat(queues))
        {
            agent.Arrive(queue);
        }

        agent.StartsWork();
        agent.Serve(60, call => agent.Arrive(agent.QueueOf(call)));

        foreach (var ten in agent.Served.Select(agent.QueueOf).Chunk(10))
        {
            Assert.Equal([7, 2, 1], queues.Select(queue => ten.Count(one => one == queue)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_longest_waiting_of_two_queues_are_served_as_if_they_were_one(int seed)
    {
        var agent = new OneAgent(seed, QueueChoice.LongestWaiting, new QueueTerms("sales"), new QueueTerms("support"));
        for (var call = 0; call < 30; call++)
        {
            agent.Arrive(agent.Talk.Random.Next(3) == 0 ? "sales" : "support");
        }

        agent.StartsWork();
        agent.Serve(30, _ => { });

        Assert.Equal(agent.Arrived, agent.Served);
    }

    /// <summary>The other queue says that it has nothing: nobody waits for the limit.</summary>
    [Fact]
    public void A_choice_between_one_call_and_nothing_takes_no_time()
    {
        var agent = new OneAgent(1, QueueChoice.Priority, new QueueTerms("sales"), new QueueTerms("support"));
        agent.Arrive("sales");
        agent.StartsWork();
        agent.Serve(1, _ => { });

        var held = Assert.Single(agent.Story.OfType<AgentEvent.OfferContested>());
        Assert.Equal(held.At, Assert.Single(agent.Story.OfType<AgentEvent.Reserved>()).At);
    }
}
