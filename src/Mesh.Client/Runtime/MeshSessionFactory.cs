namespace Mesh.Client.Runtime;

internal sealed class MeshSessionFactory : IMeshSessionFactory
{
    public Task<IMeshSession> StartAsync(SessionPlan plan, CancellationToken cancellation) =>
        throw new SessionStartException("the guardian is not built yet");
}
