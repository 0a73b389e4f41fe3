using System.Globalization;

namespace CallCenter.DemoPhones;

/// <summary>One line for each thing that happens, with the Call-ID that the center's /calls shows too, and the sums. On the loop only.</summary>
internal sealed class Chronicle(bool quiet)
{
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<double>> times = new(StringComparer.Ordinal);

    public void Say(string who, string what, string? callId = null)
    {
        if (!quiet)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss.fff}  {who,-18}  {what,-48}{(callId is null ? "" : $"  Call-ID {callId}")}").TrimEnd());
    }

    public void Count(string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    public void Time(string what, TimeSpan took)
    {
        if (!times.TryGetValue(what, out var list))
            times[what] = list = [];
        list.Add(took.TotalMilliseconds);
    }

    public void Sum()
    {
        foreach (var (what, count) in counts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,8}  {what}"));
        }

        foreach (var (what, took) in times)
        {
            took.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{what}: n {took.Count}, p50 {At(took, 0.5):F2} ms, p95 {At(took, 0.95):F2} ms, p99 {At(took, 0.99):F2} ms, max {took[^1]:F2} ms"));
        }
    }

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];
}
