namespace Mesh.Palette.Api;

/// <summary>The instances of a service in the view of the node that answers.</summary>
/// <param name="Revision">The revision of the view that answered; watch from here.</param>
/// <param name="AgeMs">Milliseconds since the last contact with the owner that was silent longest.</param>
public sealed record ServiceDetail(
    string Service, long Revision, long AgeMs, IReadOnlyList<InstanceModel> Instances);
