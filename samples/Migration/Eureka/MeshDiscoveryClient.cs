using Mesh.Client;

namespace Mesh.Samples.Migration.Eureka;

/// <summary>
/// The members of Steeltoe's IDiscoveryClient, answered by the mesh: add the interface where its package is there. The service itself is
/// registered by AddMesh.
/// </summary>
internal sealed class MeshDiscoveryClient(IMeshClient mesh)
{
    public string Description => "The mesh";

    public Task<ISet<string>> GetServiceIdsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ISet<string>>(mesh.Snapshot.Services.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>Those that may be called now, as Eureka gives those that are UP.</summary>
    public Task<IList<MeshServiceInstance>> GetInstancesAsync(string serviceId, CancellationToken cancellationToken) =>
        Task.FromResult<IList<MeshServiceInstance>>(
            [.. (mesh.Resolve(serviceId.ToLowerInvariant()).Service?.Endpoints.Candidates ?? []).Select(e => new MeshServiceInstance(e.Instance))]);

    public Task ShutdownAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
