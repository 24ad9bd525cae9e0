namespace Mesh.Client.Runtime;

internal interface IMeshSessionFactory
{
    /// <summary>Starts a run.</summary>
    /// <exception cref="SessionStartException">It cannot start now; the message is for the operator.</exception>
    Task<IMeshSession> StartAsync(SessionPlan plan, CancellationToken cancellation);
}
