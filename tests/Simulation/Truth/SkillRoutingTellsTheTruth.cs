using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth;

/// <summary>The product form of Adan and Weiss against the chain of its policy, solved by iteration.</summary>
public sealed class SkillRoutingTellsTheTruth
{
    /// <summary>So many calls may wait in the chain that hardly one in ten million is lost.</summary>
    private const double Tolerance = 2e-6;

    public static TheoryData<string> Models => ["N", "W", "M", "M, one agent slow"];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_product_form_is_the_solution_of_the_chain(string model)
    {
        var (graph, waitingMax) = Of(model);
        var (exact, chain) = (new FcfsAlis(graph), new OrderedChain(graph, waitingMax));

        for (var kind = 0; kind < graph.Kinds; kind++)
        {
            Assert.Equal(chain.WaitProbability(kind), exact.WaitProbability(kind), Tolerance);
            Assert.Equal(chain.MeanWait(kind), exact.MeanWait(kind), 10 * Tolerance);
            for (var agent = 0; agent < graph.Agents; agent++)
            {
                Assert.Equal(chain.Share(kind, agent), exact.Share(kind, agent), Tolerance);
            }
        }

        for (var agent = 0; agent < graph.Agents; agent++)
        {
            Assert.Equal(chain.Occupancy(agent), exact.Occupancy(agent), Tolerance);
        }
    }

    /// <summary>State by state: each busy agent, waiting call and idle agent is one factor, also where no more than a few may wait.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Each_state_is_its_product(string model)
    {
        var (graph, _) = Of(model);
        var (exact, chain) = (new FcfsAlis(graph), new OrderedChain(graph, 4));
        var products = chain.States.Select(exact.Probability).ToArray();
        var total = products.Sum();

        Assert.All(products.Zip(chain.Probabilities), pair => Assert.Equal(1, pair.First / total / pair.Second, 1e-7));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_call_is_served_by_somebody(string model)
    {
        var (graph, _) = Of(model);
        var exact = new FcfsAlis(graph);

        for (var kind = 0; kind < graph.Kinds; kind++)
        {
            Assert.Equal(1, Enumerable.Range(0, graph.Agents).Sum(agent => exact.Share(kind, agent)), 1e-12);
        }
    }

    /// <summary>Where everybody can serve everything, it is Erlang C.</summary>
    [Fact]
    public void Without_skills_it_is_Erlang_C()
    {
        var (exact, erlang) = (new FcfsAlis(new ServiceGraph([1.0, 1.4], [1, 1, 1], [[0, 1], [0, 1], [0, 1]])), new ErlangC(3, 2.4, 1));

        Assert.Equal(erlang.WaitProbability, exact.WaitProbability(0), 1e-12);
        Assert.Equal(erlang.MeanWait, exact.MeanWait(1), 1e-12);
        Assert.Equal(1 / 3.0, exact.Share(0, 2), 1e-12);
    }

    private static (ServiceGraph Graph, int WaitingMax) Of(string model) => model switch
    {
        "N" => (ServiceGraph.N(0.2, 0.3), 12),
        "W" => (ServiceGraph.W(0.1, 0.2, 0.15), 9),
        "M" => (ServiceGraph.M(0.3, 0.4), 10),
        _ => (ServiceGraph.M(0.25, 0.3) with { Service = [1, 0.75, 1] }, 10),
    };
}
