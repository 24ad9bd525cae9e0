using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

internal static class NodeApiExtensions
{
    public static Task UntilIdsAsync(this NodeApi api, string service, TimeSpan limit, params string[] ids) => Eventually.EqualAsync<IEnumerable<string>>(
        ids, async () => (await api.IdsAsync(service)).Order(), $"instances of {service}", limit: limit);
}
