using System.Buffers.Binary;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Kademlia.Records;

/// <summary>
/// The keys under which meshes are found. Each is the SHA-256 of a kind and of its parts with their lengths in front, so
/// that no two meanings share a key.
/// </summary>
public static class ServiceKey
{
    /// <summary>Keys that share the records of a service that more meshes export than one key holds.</summary>
    public const int Shards = 8;

    /// <summary>The meshes that export a service; names count as they do in a registry, in lower case.</summary>
    public static NodeId Of(string space, string service) => Hash("svc/v1", Normal(space), Normal(service));

    /// <summary>One part of the meshes that export a service, once its first key is full.</summary>
    /// <param name="shard">0 to <see cref="Shards"/> - 1.</param>
    public static NodeId OfShard(string space, string service, int shard) =>
        Hash("svc/v1/shard", Normal(space), Normal(service), [(byte)shard]);

    /// <summary>The part that a mesh belongs to.</summary>
    public static int ShardOf(in NodeId meshId) => (int)(meshId.High % Shards);

    /// <summary>The gateways of one mesh.</summary>
    public static NodeId OfMesh(in NodeId meshId) => Hash("mesh/v1", meshId.ToByteArray());

    /// <summary>The mesh, or in an open federation the meshes, of a name.</summary>
    public static NodeId OfMeshName(string name) => Hash("mesh-name/v1", Normal(name));

    private static byte[] Normal(string name) =>
        Encoding.UTF8.GetBytes(ServiceName.Fold(name));

    private static NodeId Hash(string kind, params ReadOnlySpan<byte[]> parts)
    {
        using var text = new MemoryStream();
        Append(text, Encoding.ASCII.GetBytes(kind));
        foreach (var part in parts)
            Append(text, part);
        return NodeId.OfHash(text.ToArray());
    }

    private static void Append(MemoryStream text, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        text.Write(length);
        text.Write(part);
    }
}
