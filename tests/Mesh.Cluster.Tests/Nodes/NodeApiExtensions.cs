using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

internal static class NodeApiExtensions
{
    public static async Task UntilIdsAsync(this NodeApi api, string service, TimeSpan limit, params string[] ids)
    {
        string[] seen = [];
        try
        {
            await NodeApi.UntilAsync(
                async () => (seen = [.. (await api.IdsAsync(service)).Order()]).SequenceEqual(ids), limit, $"instances {string.Join(',', ids)}");
        }
        catch (TimeoutException trouble)
        {
            throw new TimeoutException($"{trouble.Message}; seen {string.Join(',', seen)}", trouble);
        }
    }
}
