using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>Which instances a caller wants. What is null or empty is not asked for; all that is given must hold.</summary>
public sealed record InstanceFilter
{
    public static readonly InstanceFilter Any = new();

    public InstanceStatus? Status { get; init; }

    public Standing? Standing { get; init; }

    /// <summary>Tags that an instance must all have.</summary>
    public ValueList<string> Tags { get; init; } = [];

    public string? Zone { get; init; }

    public string? Version { get; init; }

    /// <summary>Metadata entries that an instance must all have, compared ordinally.</summary>
    public ValueMap<string> Metadata { get; init; } = ValueMap<string>.Empty;

    public bool Matches(InstanceView view)
    {
        var instance = view.Instance;
        if (Status is { } status && instance.Status != status)
            return false;
        if (Standing is { } standing && view.Standing != standing)
            return false;
        if (Zone is not null && instance.Zone != Zone)
            return false;
        if (Version is not null && instance.Version != Version)
            return false;
        foreach (var tag in Tags)
        {
            if (!instance.Tags.AsSpan().Contains(tag))
                return false;
        }

        foreach (var (key, value) in Metadata)
        {
            if (!instance.Metadata.TryGetValue(key, out var found) || found != value)
                return false;
        }

        return true;
    }
}
