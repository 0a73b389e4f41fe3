using System.Globalization;

namespace CallCenter.Simulation;

/// <summary>Seeds that once broke a rule, one a line, with what each found behind it; they stay for ever.</summary>
internal static class SeedList
{
    public static IEnumerable<int> Of(string file) =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file)).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
}
