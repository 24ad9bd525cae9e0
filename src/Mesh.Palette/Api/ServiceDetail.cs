using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>The instances of a service in the view of the node that answers.</summary>
/// <param name="Revision">The revision of the view that answered; watch from here.</param>
/// <param name="AgeMs">Milliseconds since the last contact with the owner that was silent longest.</param>
public sealed record ServiceDetail(
    string Service, long Revision, long AgeMs, IReadOnlyList<InstanceModel> Instances)
{
    /// <summary>The mesh that the instances are of; left out when it is the answering one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Origin { get; init; }

    /// <summary>Of a service of another mesh: asking, live, stale, none or no-gateway.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }
}
