namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>What a skill-based center comes to, by kind of call and agent.</summary>
internal abstract class SkillRouting(ServiceGraph graph)
{
    private readonly double[] waits = new double[graph.Kinds];
    private readonly double[] waiting = new double[graph.Kinds];
    private readonly double[] busy = new double[graph.Agents];
    private readonly double[,] taken = new double[graph.Kinds, graph.Agents];

    protected ServiceGraph Graph { get; } = graph;

    /// <summary>What all weights come to.</summary>
    protected double Total { get; private set; }

    /// <summary>That a call of this kind finds all who could serve it busy: Poisson arrivals see time averages.</summary>
    public double WaitProbability(int kind) => waits[kind] / Total;

    /// <summary>Over all calls of this kind, by Little's law.</summary>
    public double MeanWait(int kind) => waiting[kind] / Total / Graph.Arrivals[kind];

    /// <summary>The share of this kind's calls that this agent serves.</summary>
    public double Share(int kind, int agent) => taken[kind, agent] / Total / Graph.Arrivals[kind];

    /// <summary>The share of the time that this agent serves.</summary>
    public double Occupancy(int agent) => busy[agent] / Total;

    protected void AddState(double weight, int busyAgents)
    {
        Total += weight;
        for (var kind = 0; kind < Graph.Kinds; kind++)
        {
            waits[kind] += (Graph.Able(kind) & ~busyAgents) == 0 ? weight : 0;
        }

        for (var agent = 0; agent < Graph.Agents; agent++)
        {
            busy[agent] += (busyAgents & (1 << agent)) != 0 ? weight : 0;
        }
    }

    protected void AddWaiting(double weight, int kind) => waiting[kind] += weight;

    protected void AddTaken(double rate, int kind, int agent) => taken[kind, agent] += rate;
}
