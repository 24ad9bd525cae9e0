using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Trust;

/// <summary>
/// What a gateway shows of itself: its key with the word of its mesh, and the mesh's key with the word of the authority.
/// </summary>
/// <param name="GatewayPoint">64 bytes, see <see cref="KeyPoint"/>.</param>
/// <param name="GatewayUntil">Unix seconds.</param>
/// <param name="GatewaySignature">By the mesh's key.</param>
/// <param name="MeshPoint">64 bytes.</param>
internal sealed record Credential(
    ReadOnlyMemory<byte> GatewayPoint,
    long GatewayUntil,
    ReadOnlyMemory<byte> GatewaySignature,
    ReadOnlyMemory<byte> MeshPoint,
    MeshCertificate Mesh)
{
    /// <summary>The id of the gateway in the overlay.</summary>
    public NodeId NodeId { get; } = NodeId.OfPublicKey(KeyPoint.ToInfo(GatewayPoint.Span));

    public NodeId MeshId { get; } = NodeId.OfPublicKey(KeyPoint.ToInfo(MeshPoint.Span));

    public static Credential Issue(ECDsa meshKey, MeshCertificate mesh, ReadOnlySpan<byte> gatewayPoint, long until)
    {
        ArgumentNullException.ThrowIfNull(meshKey);
        return new(
            gatewayPoint.ToArray(), until, Signing.Sign(meshKey, Text(gatewayPoint, until)), KeyPoint.Of(meshKey), mesh);
    }

    /// <summary>Why it is not believed, in one line; null: it is.</summary>
    /// <param name="authority">Of a closed federation; null: an open one, in which a mesh needs nobody's word.</param>
    public string? Refusal(ECDsa? authority, long unixSeconds)
    {
        if (unixSeconds >= GatewayUntil)
            return "the gateway's key has ended";
        using var meshKey = KeyPoint.TryImport(MeshPoint.Span);
        if (meshKey is null)
            return "the mesh's key is not one";
        if (authority is not null && !Mesh.IsGood(authority, MeshPoint.Span, unixSeconds))
            return "the mesh is not certified by the authority of this federation, or not any more";
        return Signing.IsGood(meshKey, Text(GatewayPoint.Span, GatewayUntil), GatewaySignature.Span)
            ? null
            : "the gateway's key is not vouched for by its mesh";
    }

    private static byte[] Text(ReadOnlySpan<byte> gatewayPoint, long until)
    {
        var end = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(end, until);
        return [.. "mesh-gateway/1"u8, .. gatewayPoint, .. end];
    }
}
