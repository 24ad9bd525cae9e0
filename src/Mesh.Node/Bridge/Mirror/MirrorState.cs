using System.Collections.Immutable;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>What one direction remembers between steps. All of it may be lost: marks and views are enough to go on.</summary>
internal sealed record MirrorState
{
    public static readonly MirrorState Empty = new();

    public ImmutableDictionary<string, PendingWrite> Pending { get; init; } = ImmutableDictionary<string, PendingWrite>.Empty;

    public GuardState Guard { get; init; } = GuardState.Open;

    public ImmutableHashSet<ServiceAddress> Conflicts { get; init; } = [];

    /// <summary>Why originals are not copied, by key.</summary>
    public ImmutableDictionary<string, string> Unfit { get; init; } = ImmutableDictionary<string, string>.Empty;
}
