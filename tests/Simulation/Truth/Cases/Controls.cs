namespace CallCenter.Simulation.Truth.Cases;

/// <summary>
/// What luck of the draw explains: calls come faster or talk longer in one batch than in another, by how much is known exactly, and most of what a
/// figure varies by follows from it. Taken out by least squares over the batches (control variates: S. Lavenberg, P. Welch, "A perspective on the use
/// of control variables to increase the efficiency of Monte Carlo simulations", Management Science 27(3), 1981; A. Law, "Simulation Modeling and
/// Analysis", chapter 11). It leaves the mean what it is and makes the interval narrower.
/// </summary>
internal sealed class Controls
{
    private readonly int batches;
    private readonly List<(double[] Direction, double Square, double Mean)> directions = [];

    /// <param name="controls">Of each control, its means over the batches less its exact mean.</param>
    /// <param name="batches">How many.</param>
    public Controls(IEnumerable<double[]> controls, int batches)
    {
        this.batches = batches;
        foreach (var control in controls)
        {
            // What the controls before it do not say already (Gram and Schmidt).
            var mean = control.Average();
            double[] rest = [.. control.Select(value => value - mean)];
            foreach (var (direction, square, earlier) in directions)
            {
                var part = Dot(rest, direction) / square;
                rest = [.. rest.Zip(direction, (value, along) => value - (part * along))];
                mean -= part * earlier;
            }

            directions.Add((rest, Dot(rest, rest), mean));
        }
    }

    public int Freedom => batches - 1 - directions.Count;

    /// <summary>The mean that there would be without that luck, and its standard error.</summary>
    public (double Mean, double Error) Of(double[] values)
    {
        var mean = values.Average();
        var (adjusted, spread) = (mean, 1.0 / batches);
        double[] rest = [.. values.Select(value => value - mean)];
        foreach (var (direction, square, off) in directions)
        {
            var slope = Dot(rest, direction) / square;
            rest = [.. rest.Zip(direction, (value, along) => value - (slope * along))];
            adjusted -= slope * off;
            spread += off * off / square;
        }

        return (adjusted, Math.Sqrt(Dot(rest, rest) / Freedom * spread));
    }

    private static double Dot(double[] one, double[] other) => one.Zip(other, (a, b) => a * b).Sum();
}
