using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth;

/// <summary>Against what others published, against special cases that are known otherwise, and each against another way to the same figure.</summary>
public sealed class FormulasTellTheTruth
{
    /// <summary>The traffic table that every teletraffic handbook has: offered erlangs at which one call in a hundred is lost.</summary>
    [Theory]
    [InlineData(1, 0.0101)]
    [InlineData(2, 0.153)]
    [InlineData(5, 1.36)]
    [InlineData(10, 4.46)]
    [InlineData(20, 12.0)]
    [InlineData(50, 37.9)]
    [InlineData(100, 84.1)]
    public void Erlang_B_is_that_of_the_traffic_table(int lines, double erlangs)
    {
        var (low, high) = (0.0, 200.0);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = ErlangC.Blocked(lines, middle) < 0.01 ? (middle, high) : (low, middle);
        }

        // Three figures, as the table has them.
        Assert.Equal(erlangs, low, erlangs * 0.005);
    }

    [Theory]
    [InlineData(1, 0.9, 0.9)]
    [InlineData(2, 1.0, 1.0 / 3)]
    [InlineData(3, 2.0, 4.0 / 9)]
    public void Erlang_C_is_that_of_textbooks(int agents, double load, double waits) =>
        Assert.Equal(waits, new ErlangC(agents, load, 1).WaitProbability, 1e-12);

    /// <summary>A call that takes no longer and no shorter than the others waits half as long as by Erlang C (M/D/1); one that only talks, as long.</summary>
    [Fact]
    public void Pollaczek_and_Khinchine_have_Erlang_C_at_one_end_and_half_of_it_at_the_other()
    {
        var exact = new ErlangC(1, 0.7, 1);

        Assert.Equal(exact.MeanWait, PollaczekKhinchine.Of(0.7, 0, 1).MeanWait, 1e-12);
        Assert.Equal(exact.MeanWait / 2, PollaczekKhinchine.Of(0.7, 1, 0).MeanWait, 1e-12);
    }

    /// <summary>Garnett, Mandelbaum and Reiman 2002, table 1: 48 calls a minute, one minute each, 50 agents; callers patient for ever, or two minutes.</summary>
    [Fact]
    public void The_example_of_Garnett_Mandelbaum_and_Reiman()
    {
        var patient = new ErlangC(50, 48 / 60.0, 1 / 60.0);
        Assert.Equal(20.8, patient.MeanWait, 0.05);
        Assert.Equal(58.1, patient.Quantile(0.9), 0.1);

        var impatient = new ErlangA(50, 48 / 60.0, 1 / 60.0, 120);
        Assert.Equal(0.031, impatient.AbandonProbability, 0.0005);
        Assert.Equal(3.7, impatient.MeanWait, 0.05);
        Assert.Equal(0.93, 0.96 * (1 - impatient.AbandonProbability), 0.005);
    }

    /// <summary>When calls give up as fast as they are served, each leaves at the same rate wherever it is: their number is Poisson.</summary>
    [Theory]
    [InlineData(10, 12.0)]
    [InlineData(100, 95.0)]
    public void Erlang_A_with_patience_like_talks_is_Poisson(int agents, double load)
    {
        var (fewer, term) = (0.0, Math.Exp(-load));
        for (var calls = 0; calls < agents; calls++)
        {
            fewer += term;
            term *= load / (calls + 1);
        }

        Assert.Equal(1 - fewer, new ErlangA(agents, load, 1, 1).WaitProbability, 1e-10);
    }

    [Theory]
    [InlineData(1, 0.8, 0.5)]
    [InlineData(2, 2.0, 3)]
    [InlineData(10, 1.2, 2)]
    [InlineData(30, 0.98, 0.25)]
    [InlineData(100, 1.1, 1)]
    public void The_chain_and_the_density_of_waits_say_the_same(int agents, double load, double patience)
    {
        var exact = new ErlangA(agents, agents * load, 1, patience);
        double Over(Func<double, double> of) => ErlangA.Integral(0, exact.Horizon, time => of(time) * exact.OfferedDensity(time));

        Assert.Equal(exact.WaitProbability, Over(_ => 1), 1e-8);
        Assert.Equal(exact.AbandonProbability, Over(time => 1 - Math.Exp(-time / patience)), 1e-8);
        Assert.Equal(exact.MeanWait, Over(time => patience * (1 - Math.Exp(-time / patience))), 1e-8);
        Assert.Equal(1, exact.ServedWithin(exact.Horizon), 1e-8);
        Assert.Equal(0.9, Math.Max(exact.ServedWithin(0), exact.ServedWithin(exact.ServedQuantile(0.9))), 1e-8);
    }

    [Fact]
    public void Erlang_A_with_endless_patience_is_Erlang_C()
    {
        var (patient, exact) = (new ErlangA(10, 8, 1, 1e7), new ErlangC(10, 8, 1));

        Assert.Equal(exact.WaitProbability, patient.WaitProbability, 1e-6);
        Assert.Equal(exact.MeanWait, patient.ServedMeanWait, 1e-6);
        Assert.Equal(exact.Quantile(0.9), patient.ServedQuantile(0.9), 1e-5);
    }

    /// <summary>The table of every statistics book.</summary>
    [Theory]
    [InlineData(0.05, 10, 2.228)]
    [InlineData(0.01, 19, 2.861)]
    [InlineData(0.001, 30, 3.646)]
    public void Student_is_that_of_the_table(double probability, int freedom, double distance) =>
        Assert.Equal(distance, StudentT.Critical(probability, freedom), 0.0005);

    /// <summary>With two degrees of freedom it is 1 - t / √(2 + t²), far out as well.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1_000)]
    public void Student_with_two_degrees_is_closed(double t) => Assert.Equal(1, StudentT.TwoSided(t, 2) / (2 / (2 + (t * t) + (t * Math.Sqrt(2 + (t * t))))), 1e-9);
}
