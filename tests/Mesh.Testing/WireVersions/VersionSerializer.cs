using Akka.Actor;
using Akka.Serialization;
using Mesh.Wire;

namespace Mesh.Testing.WireVersions;

/// <summary>Stands in the place of a node's serializer and reads and writes as the build of another version does.</summary>
public abstract class VersionSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly MeshSerializer _present = new(system);

    public override int Identifier => MeshSerializer.Id;

    internal abstract WireTally Tally { get; }

    public override string Manifest(object o) => _present.Manifest(o);

    public override byte[] ToBinary(object obj)
    {
        var manifest = Manifest(obj);
        return Tally.Count(Tally.Written, manifest, () => Write(manifest, _present.ToBinary(obj)));
    }

    public override object FromBinary(byte[] bytes, string manifest) =>
        Tally.Count(Tally.Read, manifest, () => _present.FromBinary(Read(manifest, bytes), manifest));

    /// <summary>From what the present version writes to what that one does.</summary>
    internal abstract byte[] Write(string manifest, byte[] bytes);

    /// <summary>What that version sees of the bytes.</summary>
    internal abstract byte[] Read(string manifest, byte[] bytes);
}
