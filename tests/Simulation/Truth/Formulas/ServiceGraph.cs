namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>Who can serve whom, how fast each kind of call comes and each agent serves. Rates are per unit of time; sets of agents are bit masks.</summary>
/// <param name="Arrivals">Of each kind of call.</param>
/// <param name="Service">Of each agent, whatever kind it serves.</param>
/// <param name="Skills">The kinds that each agent can serve.</param>
internal sealed record ServiceGraph(double[] Arrivals, double[] Service, int[][] Skills)
{
    public int Kinds => Arrivals.Length;

    public int Agents => Service.Length;

    public bool CanServe(int agent, int kind) => Skills[agent].Contains(kind);

    /// <summary>Those who can serve this kind.</summary>
    public int Able(int kind) => Enumerable.Range(0, Agents).Where(agent => CanServe(agent, kind)).Sum(agent => 1 << agent);

    /// <summary>How fast calls come that nobody but these can serve.</summary>
    public double OnlyFor(int agents) => SumOf(kind => (Able(kind) & ~agents) == 0);

    /// <summary>How fast calls come that one of these can serve.</summary>
    public double For(int agents) => SumOf(kind => (Able(kind) & agents) != 0);

    /// <summary>How fast these serve together.</summary>
    public double ServiceOf(int agents) => Enumerable.Range(0, Agents).Where(agent => (agents & (1 << agent)) != 0).Sum(agent => Service[agent]);

    /// <summary>The N model: the second agent can serve the second kind only; so many of each.</summary>
    public static ServiceGraph N(double first, double second, int each = 1) =>
        new([first, second], [.. Enumerable.Repeat(1.0, 2 * each)], [.. Enumerable.Repeat<int[]>([0, 1], each), .. Enumerable.Repeat<int[]>([1], each)]);

    /// <summary>The W model: each of two agents has a kind of its own, and both serve the third.</summary>
    public static ServiceGraph W(double first, double shared, double second) => new([first, shared, second], [1, 1], [[0, 1], [1, 2]]);

    /// <summary>The M model: each of two kinds has an agent of its own, and a third agent serves both.</summary>
    public static ServiceGraph M(double first, double second) => new([first, second], [1, 1, 1], [[0], [0, 1], [1]]);

    private double SumOf(Func<int, bool> counts) => Enumerable.Range(0, Kinds).Where(counts).Sum(kind => Arrivals[kind]);
}
