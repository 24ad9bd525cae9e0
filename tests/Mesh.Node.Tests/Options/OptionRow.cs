using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Mesh.Catalog;
using Mesh.Node.Hosting;
using Mesh.Options;

namespace Mesh.Node.Tests.Options;

/// <summary>All that is said of an option somewhere, taken from its class.</summary>
internal sealed record OptionRow(string Key, OptionNode Node, object? Default)
{
    private static readonly Dictionary<Type, object> Instances = [];

    /// <summary>The options of all classes, with the defaults of a stand-alone node.</summary>
    public static IReadOnlyList<OptionRow> All { get; } =
        [.. NodeOptionList.Tree.Keys().Select(k => new OptionRow(k.Key, k.Node, DefaultOf(k.Key, k.Node)))];

    public string Section => Key[..Key.LastIndexOf(':')];

    public bool IsSize => Attribute<ByteSizeAttribute>() is not null;

    /// <summary>Its name in the reference: the second one where there is one, as people know it.</summary>
    public string HoconName => Node.HoconNames.Last();

    /// <summary>The default as HOCON has it.</summary>
    public string Hocon => Default switch
    {
        null when Node.Shape is OptionShape.Value => "off",
        null or IList => "[]",
        string text => $"\"{text}\"",
        bool yes => yes ? "on" : "off",
        TimeSpan time => DurationText.Format(time),
        Enum name => name.ToString().ToLowerInvariant(),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The default as people read it, in doc comments and tables.</summary>
    public string Shown => Default switch
    {
        null when Node.Shape is OptionShape.Value => "off",
        null or IList => "none",
        "" => "empty",
        string text => $"\"{text}\"",
        bool yes => yes ? "true" : "false",
        TimeSpan time => Time(time),
        Enum name => $"\"{name.ToString().ToLowerInvariant()}\"",
        int size when IsSize => Size(size),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Lowest and highest value as people read them; null: there is no such bound.</summary>
    public (string Low, string High)? Range => Attribute<RangeAttribute>() is not { } range ? null
        : range.OperandType == typeof(TimeSpan)
            ? (Time(TimeSpan.Parse((string)range.Minimum, CultureInfo.InvariantCulture)), Time(TimeSpan.Parse((string)range.Maximum, CultureInfo.InvariantCulture)))
            : (Number(range.Minimum), Number(range.Maximum));

    public string Bounds => Range is var (low, high) ? $"{low}–{high}"
        : Node.IsFileOfSecret ? ""
        : Attribute<BoundAttribute>() is { } bound ? bound.Text["must ".Length..].Replace("be ", "", StringComparison.Ordinal)
        : Attribute<StringLengthAttribute>() is { MaximumLength: < 253 } length
            ? length.MinimumLength > 0 ? $"{length.MinimumLength}–{length.MaximumLength} characters" : $"up to {length.MaximumLength} characters"
        : (Nullable.GetUnderlyingType(Node.Type) ?? Node.Type) is { IsEnum: true } names
            ? string.Join(", ", Enum.GetNames(names).Select(n => $"`{n.ToLowerInvariant()}`"))
        : "";

    public string Meaning => Node.IsFileOfSecret ? $"A file that holds {Node.Property!.Name} instead."
        : Node.Property is { } property ? OptionDoc.Summary(property)
        : "Instances that the configuration declares, each with service, id, host, port, ports, zone, version, tags, metadata, weight, check and deregisterAfter.";

    /// <summary>"--seed", or the argument that follows from the key.</summary>
    public string Argument => "--" + NodeArguments.NamesOf(Key, Node).First();

    public TAttribute? Attribute<TAttribute>()
        where TAttribute : Attribute => Node.IsFileOfSecret ? null : Node.Property?.GetCustomAttribute<TAttribute>();

    private static object? DefaultOf(string key, OptionNode node)
    {
        // A stand-alone node has its own.
        if (key == "Mesh:Port")
            return MeshDefaults.Port;
        if (key == "Mesh:WriteReach")
            return MeshDefaults.WriteReach;
        if (node.IsFileOfSecret)
            return "";
        if (node.Property is not { } property)
            return null;
        var type = NodeOptionList.All.Select(c => c.Type).FirstOrDefault(property.DeclaringType!.IsAssignableFrom)
            ?? property.DeclaringType!;
        if (!Instances.TryGetValue(type, out var options))
            options = Instances[type] = Activator.CreateInstance(type)!;
        return property.GetValue(options);
    }

    private string Number(object value) => IsSize
        ? Size(Convert.ToInt64(value, CultureInfo.InvariantCulture))
        : Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number && number >= 100_000
            ? number.ToString("N0", CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";

    private static string Time(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0",
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours} h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes} min"),
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds} ms"),
    };
}
