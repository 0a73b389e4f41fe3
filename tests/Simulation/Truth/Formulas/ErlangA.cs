namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>
/// M/M/n+M: as <see cref="ErlangC"/>, and whoever waits gives up after an exponential time. C. Palm 1943; O. Garnett, A. Mandelbaum, M. Reiman,
/// "Designing a call center with impatient customers", Manufacturing &amp; Service Operations Management 4(3), 2002. Probabilities and mean waits come
/// from the birth-death chain of the number of calls; the distribution of waits from the density of the wait that is offered to a call
/// (F. Baccelli, G. Hebuterne, "On queues with impatient customers", 1981). Tests hold the two against each other.
/// </summary>
internal sealed class ErlangA
{
    /// <summary>States and integrands that are less than this of the largest are left out.</summary>
    private const double Negligible = 1e-18;

    private readonly int servers;
    private readonly double arrivals;
    private readonly double service;
    private readonly double impatience;
    private readonly double lastIdle;

    public ErlangA(int servers, double arrivals, double service, double patience)
    {
        (this.servers, this.arrivals, this.service, impatience) = (servers, arrivals, service, 1 / patience);
        var (idle, busy, waiting) = (0.0, 0.0, 0.0);
        var weight = 1.0;
        for (var n = servers; n > 0 && weight > 0; n--)
        {
            weight *= n * service / arrivals;
            idle += weight;
        }

        weight = 1.0;
        for (var over = 0; weight > Negligible * (1 + busy); over++)
        {
            busy += weight;
            waiting += over * weight;
            weight *= arrivals / ((servers * service) + ((over + 1) * impatience));
        }

        WaitProbability = busy / (idle + busy);
        AbandonProbability = impatience * waiting / (idle + busy) / arrivals;
        MeanWait = waiting / (idle + busy) / arrivals;
        lastIdle = servers * service / arrivals / (idle + busy);
        ServedMeanWait = Integral(0, Horizon, time => time * ServedDensity(time));
    }

    /// <summary>That a call finds every agent busy.</summary>
    public double WaitProbability { get; }

    public double AbandonProbability { get; }

    /// <summary>Over all calls: until answered or given up.</summary>
    public double MeanWait { get; }

    /// <summary>The average speed of answer: over the calls that were answered.</summary>
    public double ServedMeanWait { get; }

    /// <summary>Of the time a call would have to wait if it did not give up, where it is above zero.</summary>
    public double OfferedDensity(double time) =>
        arrivals * lastIdle * Math.Exp((arrivals * (1 - Math.Exp(-impatience * time)) / impatience) - (servers * service * time));

    /// <summary>Of the waiting time of an answered call, where it is above zero.</summary>
    public double ServedDensity(double time) => OfferedDensity(time) * Math.Exp(-impatience * time) / (1 - AbandonProbability);

    /// <summary>That an answered call waited no longer than this.</summary>
    public double ServedWithin(double time) => ((1 - WaitProbability) / (1 - AbandonProbability)) + Integral(0, time, ServedDensity);

    /// <summary>What this share of the answered calls did not wait longer than; zero when as many did not wait at all.</summary>
    public double ServedQuantile(double share)
    {
        var (low, high) = (0.0, Horizon);
        if (ServedWithin(0) >= share)
        {
            return 0;
        }

        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = ServedWithin(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Where hardly anybody is left who waits.</summary>
    public double Horizon
    {
        get
        {
            // The density rises until as many calls have given up as come too many, then falls: double until it is nothing.
            var peak = Math.Max(0, Math.Log(arrivals / (servers * service)) / impatience);
            var time = Math.Max(peak, 1 / (servers * service));
            while (OfferedDensity(time) > Negligible * OfferedDensity(peak))
            {
                time *= 1.5;
            }

            return time;
        }
    }

    /// <summary>Simpson's rule.</summary>
    public static double Integral(double from, double to, Func<double, double> of)
    {
        const int Steps = 4_000;
        var width = (to - from) / Steps;
        var sum = of(from) + of(to);
        for (var step = 1; step < Steps; step++)
        {
            sum += of(from + (step * width)) * (step % 2 == 1 ? 4 : 2);
        }

        return sum * width / 3;
    }
}
