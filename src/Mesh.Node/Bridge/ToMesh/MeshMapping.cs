using System.Globalization;
using Mesh.Catalog;
using Mesh.Node.Bridge.Mirror;
using Mesh.Palette.Api;

namespace Mesh.Node.Bridge.ToMesh;

/// <summary>Between what the API of a node shows and takes, and what a bridge copies. Pure.</summary>
internal static class MeshMapping
{
    public static SideEntry ToEntry(InstanceModel model, long revision)
    {
        var status = Enum.TryParse<InstanceStatus>(model.Status, ignoreCase: true, out var known) ? known : InstanceStatus.Critical;
        var instance = new CopiedInstance
        {
            Service = model.Service,
            Host = model.Host,
            Port = model.Port,
            Ports = ValueMap<int>.From(model.Ports),
            Zone = model.Zone,
            Version = model.Version,
            Tags = ValueList.From(model.Tags),
            Metadata = ValueMap<string>.From(model.Metadata.Where(e => IsCopied(e.Key))),
            Weight = model.Weight,
            Status = status,
        };
        return new SideEntry(
            KeyOf(model.Service, model.Id),
            instance,
            OriginMark.Read(model.Metadata),
            status is InstanceStatus.Passing or InstanceStatus.Warning,
            revision.ToString(CultureInfo.InvariantCulture));
    }

    public static RegisterBody ToBody(CopyWrite.Put put) => ToBody(put.Instance, put.Mark.Write());

    /// <param name="marks">Entries of metadata beside the copy's own.</param>
    public static RegisterBody ToBody(CopiedInstance copy, IEnumerable<KeyValuePair<string, string>> marks) =>
        new()
        {
            Host = copy.Host,
            Port = copy.Port,
            Ports = copy.Ports.Count == 0 ? null : new Dictionary<string, int>(copy.Ports),
            Zone = copy.Zone,
            Version = copy.Version,
            Tags = [.. copy.Tags],
            Metadata = new Dictionary<string, string>([.. copy.Metadata, .. marks]),
            Weight = copy.Weight,
            Status = StatusText(copy.Status),
            Ttl = DurationText.Format(BridgeTimes.Lease),
            // Critical means that the bridge is dead: then the copy goes as soon as may be.
            DeregisterAfter = DurationText.Format(InstanceLimits.MinTtl),
        };

    /// <summary>The service has no slash, so the first one ends it.</summary>
    public static string KeyOf(string service, string id) => $"{service}/{id}";

    public static (string Service, string Id) Split(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }

    public static string StatusText(InstanceStatus status) => status is InstanceStatus.Warning ? "warning" : "passing";

    // What the mesh's own doors keep beside an instance means nothing elsewhere.
    private static bool IsCopied(string key) => !OriginMark.IsMarkKey(key) && !DoorMetadata.IsReserved(key);
}
