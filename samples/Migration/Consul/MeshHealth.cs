using Mesh.Catalog;
using Mesh.Client;

namespace Mesh.Samples.Migration.Consul;

/// <summary>The look-ups of a Consul client, answered from the view of this process: no request, no index to keep.</summary>
internal sealed class MeshHealth(IMeshClient mesh)
{
    /// <param name="tag">Null: any.</param>
    public IReadOnlyList<(string Id, string Address, int Port)> Service(string name, string? tag = null, bool passingOnly = true) =>
    [
        .. mesh.Resolve(name).Instances.Select(view => view.Instance)
            .Where(i => !passingOnly || i.Status is InstanceStatus.Passing)
            .Where(i => tag is null || i.Tags.Contains(tag))
            .Select(i => (i.Id.Value, i.Host, i.Port)),
    ];
}
