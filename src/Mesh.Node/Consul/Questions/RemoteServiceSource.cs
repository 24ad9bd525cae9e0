using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Formats.Consul;
using Mesh.Remote;
using Mesh.Views;

namespace Mesh.Node.Consul.Questions;

/// <summary>A question about a service of another mesh. Its index is that of what this node holds of that mesh's service.</summary>
/// <param name="service">As the client wrote it.</param>
/// <param name="mesh">The other mesh, in lower case.</param>
/// <param name="blocks">The client waits for news.</param>
/// <param name="key">Equal for questions with the same answer.</param>
/// <param name="body">Makes the body of the service's entries.</param>
internal sealed class RemoteServiceSource(
    ReadContext context, string service, string mesh, bool blocks, string key, Func<IEnumerable<CatalogEntry>, byte[]> body)
    : IConsulSource
{
    public string Topic { get; } = $"{ConsulServiceNames.KeyOf(service)}@{mesh}";

    public TimeSpan Age => context.Client.Resolve(Topic).Age;

    public async ValueTask<ConsulFault?> PrepareAsync(CancellationToken cancellation)
    {
        // Without a gateway nobody could be asked, and nothing should be kept that waits for one.
        if (context.Client.Snapshot.Find(FederationNames.GatewayService) is null)
            return ConsulFault.NoPath;
        if (!RemoteName.TryParse(Topic, out _, out _))
            return null;
        var found = await context.Client.ResolveAsync(Topic, null, cancellation);
        if (found.State is not (RemoteState.Live or RemoteState.Stale or RemoteState.None))
            return ConsulFault.NoPath;
        if (blocks)
            context.Remote.Follow(Topic);
        return null;
    }

    public ConsulAnswer Read()
    {
        var found = context.Client.Resolve(Topic);
        return found.Service is { } view ? Read(view) : new ConsulAnswer(found.Revision, ConsulJson.EmptyList);
    }

    private ConsulAnswer Read(ServiceView view)
    {
        var bodies = context.Remote.Bodies.Of(view);
        return bodies.TryGet(key, out var kept)
            ? kept
            : bodies.Keep(key, new ConsulAnswer(view.Revision, body(bodies.Entries)));
    }
}
