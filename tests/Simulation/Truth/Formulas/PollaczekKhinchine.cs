namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>
/// M/G/1: one agent, Poisson arrivals, a call takes what it takes, nobody gives up. F. Pollaczek 1930, A. Khinchine 1932: the mean wait is
/// λE[S²] / 2(1 - ρ), and a call waits with the probability ρ that the agent is busy.
/// </summary>
internal sealed record PollaczekKhinchine(double WaitProbability, double MeanWait)
{
    /// <summary>A call takes a fixed time (ringing, writing) and an exponential one (talking).</summary>
    public static PollaczekKhinchine Of(double load, double fixedTime, double exponentialMean)
    {
        var mean = fixedTime + exponentialMean;
        var arrivals = load / mean;
        var secondMoment = (mean * mean) + (exponentialMean * exponentialMean);
        return new PollaczekKhinchine(load, arrivals * secondMoment / 2 / (1 - load));
    }
}
