namespace CallCenter.Chaos.Verdicts;

/// <summary>By nearest rank: of few values the highest is the 99th too, so that nothing is made to look better.</summary>
internal sealed class Percentiles(IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public int Count => sorted.Length;

    /// <summary>NaN when there are no values.</summary>
    public double At(double part) => sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
}
