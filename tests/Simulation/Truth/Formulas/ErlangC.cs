namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>
/// M/M/n: Poisson arrivals, exponential service, nobody gives up. A. K. Erlang, "Solution of some problems in the theory of probabilities of
/// significance in automatic telephone exchanges", 1917. Rates are per unit of time; times are in that unit.
/// </summary>
internal sealed class ErlangC
{
    private readonly double drain;

    /// <exception cref="ArgumentOutOfRangeException">As much comes as can be served, or more: there is no steady state.</exception>
    public ErlangC(int servers, double arrivals, double service)
    {
        var load = arrivals / service;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(load, servers, nameof(arrivals));
        drain = (servers * service) - arrivals;
        var blocked = Blocked(servers, load);
        WaitProbability = servers * blocked / (servers - (load * (1 - blocked)));
    }

    /// <summary>That a call finds every agent busy.</summary>
    public double WaitProbability { get; }

    /// <summary>Over all calls, those answered at once included.</summary>
    public double MeanWait => WaitProbability / drain;

    /// <summary>What this share of all calls does not wait longer than: waits longer than t have the probability P(wait)·e^(-drain·t). Zero when as many do not wait at all.</summary>
    public double Quantile(double share) => Math.Max(0, Math.Log(WaitProbability / (1 - share)) / drain);

    /// <summary>Erlang B, the share of calls lost when nobody may wait: B(0) = 1, B(n) = aB(n-1) / (n + aB(n-1)), which neither overflows nor cancels.</summary>
    public static double Blocked(int servers, double load)
    {
        var blocked = 1.0;
        for (var n = 1; n <= servers; n++)
        {
            blocked = load * blocked / (n + (load * blocked));
        }

        return blocked;
    }
}
