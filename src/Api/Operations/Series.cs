using System.Globalization;
using System.Text;

namespace CallCenter.Api.Operations;

internal enum SeriesKind
{
    /// <summary>The last value stands.</summary>
    Gauge,

    /// <summary>Changes add up.</summary>
    Counter,

    UpDown,

    /// <summary>The value is the sum already.</summary>
    ObservedCounter,

    Histogram,
}

/// <summary>One line (or one histogram) of the metrics: an instrument with one set of labels.</summary>
internal sealed class Series(SeriesKind kind)
{
    /// <summary>Seconds, from what a durable commit takes to what nobody waits for.</summary>
    private static readonly double[] Bounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

    private readonly Lock gate = new();
    private readonly long[] buckets = kind == SeriesKind.Histogram ? new long[Bounds.Length] : [];
    private double value;
    private long count;

    public void Record(double measured)
    {
        lock (gate)
        {
            count++;
            value = kind is SeriesKind.Gauge or SeriesKind.ObservedCounter ? measured : value + measured;
            for (var bound = 0; bound < buckets.Length; bound++)
            {
                buckets[bound] += measured <= Bounds[bound] ? 1 : 0;
            }
        }
    }

    public void Write(StringBuilder text, string name, string labels)
    {
        lock (gate)
        {
            if (kind != SeriesKind.Histogram)
            {
                Line(text, name, labels, value);
                return;
            }

            for (var bound = 0; bound < buckets.Length; bound++)
            {
                Line(text, $"{name}_bucket", Joined(labels, string.Create(CultureInfo.InvariantCulture, $"le=\"{Bounds[bound]}\"")), buckets[bound]);
            }

            Line(text, $"{name}_bucket", Joined(labels, "le=\"+Inf\""), count);
            Line(text, $"{name}_sum", labels, value);
            Line(text, $"{name}_count", labels, count);
        }
    }

    private static string Joined(string labels, string label) => labels.Length == 0 ? label : $"{labels},{label}";

    private static void Line(StringBuilder text, string name, string labels, double number) => text
        .Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ')
        .Append(number.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
