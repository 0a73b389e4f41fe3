namespace CallCenter.Benchmarks.Measures;

/// <summary>The same thing measured several times: on a shared machine the median says what to expect, the best what is possible.</summary>
internal sealed class Runs
{
    private readonly List<double> values = [];

    public void Add(double value) => values.Add(value);

    public double Median => values.Order().ElementAt(values.Count / 2);

    public double Most => values.Max();

    public double Least => values.Min();

    /// <summary>Median and best of something of which more is better.</summary>
    public string Rate => $"{Figures.Short(Median)} (best {Figures.Short(Most)})";

    /// <summary>Median and best of something of which less is better.</summary>
    public string Cost => $"{Median:F2} (best {Least:F2})";
}

internal static class Figures
{
    /// <summary>Three digits that matter: 1,234 → 1.23 k.</summary>
    public static string Short(double value) => value switch
    {
        >= 1e6 => $"{value / 1e6:F2} M",
        >= 1e4 => $"{value / 1e3:F1} k",
        >= 1e3 => $"{value / 1e3:F2} k",
        >= 100 => $"{value:F0}",
        _ => $"{value:F1}",
    };
}
