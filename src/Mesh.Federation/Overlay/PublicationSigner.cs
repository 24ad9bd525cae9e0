using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;

namespace Mesh.Federation.Overlay;

/// <summary>From what this gateway publishes to the record that says so, signed with the key of its mesh.</summary>
internal sealed class PublicationSigner(OverlaySetup setup)
{
    private GatewayIdentity Identity => setup.Identity;

    /// <summary>What says where the mesh can be asked.</summary>
    public Publication Of(OverlaySubject subject, MeshLocator locator) => new(
        subject, OverlayKeys.Of(subject), OverlayKeys.ShardOf(subject, Identity.Credential.MeshId), locator);

    /// <summary>What takes its place. A locator without gateways: unlike an empty payload it can carry the mesh's certificate.</summary>
    public Publication WithdrawalOf(OverlaySubject subject) => Of(subject, new MeshLocator(0, 0, []));

    /// <summary>Null: signed; otherwise why not, in one line.</summary>
    /// <param name="key">Of the publication, or of its shard.</param>
    public string? TrySign(Publication publication, NodeId key, in Moment now, out KadRecord record)
    {
        record = null!;
        // Nothing of the mesh, under whatever settings, may outlive what withdraws it.
        var life = publication.Locator.Gateways.IsEmpty ? setup.Settings.MaxTtl : setup.Settings.RecordLife;
        var milliseconds = now.Wall.ToUnixTimeMilliseconds();
        try
        {
            var payload = LocatorCodec.Write(publication.Locator, Identity.Credential.Mesh);
            record = Identity.Signer!.Sign(
                key, setup.Presence.NextSequence(milliseconds), milliseconds + (long)life.TotalMilliseconds, payload);
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }

        return record.Size <= setup.Settings.MaxRecordBytes
            ? null
            : $"the locator makes a record of {record.Size} bytes, at most {setup.Settings.MaxRecordBytes} are stored: "
                + "give fewer gateways or shorter regions";
    }
}
