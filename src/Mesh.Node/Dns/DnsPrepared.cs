using Mesh.Catalog;

namespace Mesh.Node.Dns;

/// <summary>What a kept question finds.</summary>
/// <param name="Members">Empty: nobody.</param>
/// <param name="Ttl">How long the answer may be kept, in seconds; null: as the door says.</param>
/// <param name="IsComplete">False: another mesh has not answered yet, so what is not found may exist.</param>
internal sealed record DnsPrepared(IReadOnlyList<InstanceView> Members, uint? Ttl = null, bool IsComplete = true);
