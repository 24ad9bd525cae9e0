using System.Collections.Immutable;

namespace Mesh.Node.Consul.Blocking;

/// <summary>What catalog/services shows of a service.</summary>
/// <param name="Name">As a client wrote it.</param>
/// <param name="Tags">Those of all instances, in order, each once.</param>
internal sealed record ServiceTags(string Name, ImmutableArray<string> Tags)
{
    public bool Equals(ServiceTags? other) =>
        other is not null && Name == other.Name && Tags.AsSpan().SequenceEqual(other.Tags.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Name, Tags.Length);
}
