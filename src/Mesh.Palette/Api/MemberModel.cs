using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>A node of the mesh as the answering node sees it.</summary>
/// <param name="Status">joining, weaklyup, up, leaving, exiting or down.</param>
/// <param name="Standing">confirmed, suspect or unreachable.</param>
/// <param name="Self">Is it the node that answers?</param>
/// <param name="Http">The URL of its HTTP API; null: it has none, as embedded nodes, or has not told yet.</param>
public sealed record MemberModel(
    string Address,
    string Name,
    string Status,
    string Standing,
    IReadOnlyList<string> Roles,
    string Zone,
    string Version,
    bool Self,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Http = null);
