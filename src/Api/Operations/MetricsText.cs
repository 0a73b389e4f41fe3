using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace CallCenter.Api.Operations;

/// <summary>
/// Listens to the process's meters and writes them as Prometheus text (format 0.0.4). Ours and those of the framework that say how it is;
/// at most <see cref="SeriesMax"/> series, what comes beyond is counted in one of its own.
/// </summary>
internal sealed class MetricsText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    public const int SeriesMax = 10_000;

    private static readonly string[] Meters = ["CallCenter", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> series = new();
    private readonly MeterListener listener = new();
    private long leftOut;

    public MetricsText()
    {
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (Meters.Any(name => instrument.Meter.Name.StartsWith(name, StringComparison.Ordinal)))
            {
                me.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
    }

    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var group in series.ToArray().GroupBy(pair => pair.Key.Instrument).OrderBy(group => NameOf(group.Key), StringComparer.Ordinal))
        {
            Write(text, group.Key, group.Select(pair => (pair.Key.Labels, pair.Value)).OrderBy(pair => pair.Labels, StringComparer.Ordinal));
        }

        return text.Append(CultureInfo.InvariantCulture, $"# TYPE callcenter_metrics_left_out_total counter\ncallcenter_metrics_left_out_total {Interlocked.Read(ref leftOut)}\n").ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, LabelsOf(tags));
        if (!series.TryGetValue(key, out var line))
        {
            if (series.Count >= SeriesMax)
            {
                Interlocked.Increment(ref leftOut);
                return;
            }

            line = series.GetOrAdd(key, static key => new Series(KindOf(key.Instrument)));
        }

        line.Record(value);
    }

    private static void Write(StringBuilder text, Instrument instrument, IEnumerable<(string Labels, Series Series)> lines)
    {
        var (name, kind) = (NameOf(instrument), KindOf(instrument));
        var type = kind switch { SeriesKind.Histogram => "histogram", SeriesKind.Counter or SeriesKind.ObservedCounter => "counter", _ => "gauge" };
        if (!string.IsNullOrEmpty(instrument.Description))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description.ReplaceLineEndings(" ")}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        foreach (var (labels, series) in lines)
        {
            series.Write(text, name, labels);
        }
    }

    /// <summary>callcenter.calls.waiting → callcenter_calls_waiting; seconds and total are said in the name.</summary>
    private static string NameOf(Instrument instrument)
    {
        var name = new string([.. instrument.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "ms" => "_milliseconds", _ => "" };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return KindOf(instrument) is SeriesKind.Counter or SeriesKind.ObservedCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static SeriesKind KindOf(Instrument instrument) => instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() is var definition
        ? definition == typeof(Histogram<>) ? SeriesKind.Histogram
        : definition == typeof(Counter<>) ? SeriesKind.Counter
        : definition == typeof(UpDownCounter<>) ? SeriesKind.UpDown
        : definition == typeof(ObservableCounter<>) ? SeriesKind.ObservedCounter
        : SeriesKind.Gauge
        : SeriesKind.Gauge;

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new List<string>(tags.Length);
        foreach (var (key, value) in tags)
        {
            var name = new string([.. key.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{name}=\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }
}
