namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>
/// First come first served, assign longest idle server: an agent takes the longest waiting call that it can serve, a call the longest idle agent
/// that can serve it. I. Adan, G. Weiss, "A skill based parallel service system under FCFS-ALIS - steady state, overloads, and abandonments",
/// Stochastic Systems 4(1), 2014. A state is the busy agents in the order in which their calls came, how many calls wait between each and the next (all
/// passed over: nobody but the agents before can serve them), and the idle agents; its probability is, but for one factor, the product of
/// OnlyFor(agents so far)^waiting / ServiceOf(agents so far)^(waiting + 1) over the busy and 1 / For(agents so far) over the idle, longest idle first.
/// </summary>
internal sealed class FcfsAlis : SkillRouting
{
    private readonly List<string> states = [];

    public FcfsAlis(ServiceGraph graph)
        : base(graph) => AddBusy([], 0, 1);

    /// <summary>Of one state, as <see cref="OrderedChain"/> writes it, the kind of each call that waits included.</summary>
    public double Probability(string state)
    {
        var (product, busy, idle) = (1.0, 0, 0);
        foreach (var letter in state[..state.IndexOf('|')])
        {
            busy |= char.IsUpper(letter) ? 1 << (letter - 'A') : 0;
            product *= (char.IsLower(letter) ? Graph.Arrivals[letter - 'a'] : 1) / Graph.ServiceOf(busy);
        }

        foreach (var letter in state[(state.IndexOf('|') + 1)..])
        {
            idle |= 1 << (letter - 'A');
            product /= Graph.For(idle);
        }

        return product / Total;
    }

    /// <summary>Of those where one call waits or none, those at least so likely, the likeliest first.</summary>
    public IEnumerable<string> LikelyStates(double probability) => states.Where(state => Probability(state) >= probability).OrderByDescending(Probability).ThenBy(state => state, StringComparer.Ordinal);

    /// <summary>All states that begin with these busy agents; waiting calls are summed over: a geometric series each.</summary>
    private void AddBusy(int[] busy, int agents, double weight)
    {
        AddIdle(busy, agents, [], 0, weight);
        foreach (var next in Others(agents))
        {
            var now = agents | (1 << next);
            var spare = Graph.ServiceOf(now) - Graph.OnlyFor(now);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spare);
            AddBusy([.. busy, next], now, weight / spare);
        }
    }

    private void AddIdle(int[] busy, int agents, int[] idle, int idleAgents, double weight)
    {
        if (Others(agents | idleAgents).ToArray() is not [_, ..] left)
        {
            AddState(weight, agents);
            AddFlows(busy, idle, weight);
            AddNames(busy, string.Concat(idle.Select(OrderedChain.Agent)));
            return;
        }

        foreach (var next in left)
        {
            var now = idleAgents | (1 << next);
            AddIdle(busy, agents, [.. idle, next], now, weight / Graph.For(now));
        }
    }

    private void AddNames(int[] busy, string idle)
    {
        var names = string.Concat(busy.Select(OrderedChain.Agent));
        states.Add($"{names}|{idle}");
        for (var place = 1; place <= busy.Length; place++)
        {
            foreach (var kind in Enumerable.Range(0, Graph.Kinds).Where(kind => (Graph.Able(kind) & ~MaskOf(busy[..place])) == 0))
            {
                states.Add($"{names[..place]}{OrderedChain.Kind(kind)}{names[place..]}|{idle}");
            }
        }
    }

    private IEnumerable<int> Others(int agents) => Enumerable.Range(0, Graph.Agents).Where(agent => (agents & (1 << agent)) == 0);

    private void AddFlows(int[] busy, int[] idle, double weight)
    {
        for (var kind = 0; kind < Graph.Kinds; kind++)
        {
            if (Array.Find(idle, agent => Graph.CanServe(agent, kind)) is var agent && idle.Any(other => Graph.CanServe(other, kind)))
            {
                AddTaken(weight * Graph.Arrivals[kind], kind, agent);
            }
        }

        for (var place = 0; place < busy.Length; place++)
        {
            AddWaitingBehind(busy[..(place + 1)], weight);
            AddNext(busy, place, weight);
        }
    }

    /// <summary>Calls that wait behind the last of these: a geometric number, each of a kind in proportion.</summary>
    private void AddWaitingBehind(int[] before, double weight)
    {
        var agents = MaskOf(before);
        for (var kind = 0; kind < Graph.Kinds; kind++)
        {
            if ((Graph.Able(kind) & ~agents) == 0)
            {
                AddWaiting(weight * Graph.Arrivals[kind] / (Graph.ServiceOf(agents) - Graph.OnlyFor(agents)), kind);
            }
        }
    }

    /// <summary>The agent at this place has finished and looks for the first call that it can serve: none waits before its own.</summary>
    private void AddNext(int[] busy, int place, double weight)
    {
        var (agent, rate) = (busy[place], weight * Graph.Service[busy[place]]);
        for (var behind = place; behind < busy.Length; behind++)
        {
            var agents = MaskOf(busy[..(behind + 1)]);
            var (only, service) = (Graph.OnlyFor(agents), Graph.ServiceOf(agents));
            int[] kinds = [.. Graph.Skills[agent].Where(kind => (Graph.Able(kind) & ~agents) == 0)];
            var able = kinds.Sum(kind => Graph.Arrivals[kind]);
            if (able == 0)
            {
                continue;
            }

            // Of a geometric number of calls, each of which it can serve with probability able / only, none: (1 - r) / (1 - r(1 - able / only)), r = only / service.
            var none = (service - only) / (service - only + able);
            foreach (var kind in kinds)
            {
                AddTaken(rate * (1 - none) * Graph.Arrivals[kind] / able, kind, agent);
            }

            rate *= none;
        }
    }

    private static int MaskOf(int[] agents) => agents.Sum(agent => 1 << agent);
}
