using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>How one registry lays out its instances in keys and values.</summary>
internal interface IInstanceRule
{
    /// <summary>A cheap look, made for every key that is written.</summary>
    bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>The instance, not yet checked against the limits; null when key and value are not one after all.</summary>
    ServiceInstance? Derive(string key, ReadOnlySpan<byte> value);
}
