using Akka.Actor;

namespace Mesh.Testing.WireVersions;

/// <summary>A later version: each message, and each record within, has fields that this build has never heard of.</summary>
public sealed class NewerSerializer(ExtendedActorSystem system) : VersionSerializer(system)
{
    internal static readonly WireTally Seen = new();
    internal static readonly WireForm Form = new(knows: _ => true, adds: true);

    internal override WireTally Tally => Seen;

    internal override byte[] Write(string manifest, byte[] bytes) => Form.Rewrite(manifest, bytes);

    internal override byte[] Read(string manifest, byte[] bytes) => bytes;
}
