using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Mesh.Node.Metrics;

/// <summary>The text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string Counter = "counter";
    public const string Gauge = "gauge";
    public const string Histogram = "histogram";

    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static bool IsHistogram(Instrument instrument) =>
        instrument.GetType().GetGenericTypeDefinition() == typeof(Histogram<>);

    /// <summary>Does it count changes, so that the sum is what matters?</summary>
    public static bool IsSum(Instrument instrument) =>
        IsCounter(instrument) || instrument.GetType().GetGenericTypeDefinition() == typeof(UpDownCounter<>);

    public static bool IsCounter(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
    }

    /// <summary>"a=\"1\",b=\"2\"" in the order of the names, values escaped; empty without tags.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var labels = new List<string>(tags.Length);
        foreach (var (name, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{Name(name)}=\"{Escape(text).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    public static string Write(MetricStore store)
    {
        var text = new StringBuilder();
        foreach (var family in store.Collect())
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escape(family.Help)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind).Append('\n');
            foreach (var (labels, cell) in family.Cells)
                Write(text, family.Name, labels, cell);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, string labels, MetricCell cell)
    {
        var (value, buckets) = cell.Read();
        if (buckets is null)
        {
            Line(text, name, labels, value);
            return;
        }

        long sum = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            sum += buckets[i];
            var bound = i < MetricCell.Bounds.Length ? Number(MetricCell.Bounds[i]) : "+Inf";
            Line(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", sum);
        }

        Line(text, name + "_sum", labels, value);
        Line(text, name + "_count", labels, sum);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    public static MetricFamily Family(Instrument instrument, IReadOnlyList<(string Labels, MetricCell Cell)> cells)
    {
        var kind = IsHistogram(instrument) ? Histogram : IsCounter(instrument) ? Counter : Gauge;
        return new MetricFamily(Name(instrument.Name, instrument.Unit, kind), kind, instrument.Description ?? "", cells);
    }

    /// <summary>
    /// Name, unit and, for counters, "total", as the conventions for OpenTelemetry metrics have it. What ends in "count" and is no
    /// part of a histogram, as some of the runtime's do, ends in "current" instead: Prometheus keeps that word for histograms.
    /// </summary>
    public static string Name(string instrument, string? unit, string kind)
    {
        const string count = "_count";
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        var name = Name(instrument);
        if (suffix.Length > 0 && !name.EndsWith(suffix, StringComparison.Ordinal))
            name += suffix;
        if (kind is Gauge && name.EndsWith(count, StringComparison.Ordinal))
            name = name[..^count.Length] + "_current";
        return kind is Counter ? name + "_total" : name;
    }

    private static string Name(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
