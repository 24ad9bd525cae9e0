using Mesh.Client;
using Mesh.Client.Http;
using Mesh.Remote;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Mesh.Yarp;

/// <summary>Puts the instances of a service in the place of the destination that names it.</summary>
internal sealed class MeshDestinationResolver(IMeshClient client, TimeProvider time) : IDestinationResolver
{
    private static readonly TimeSpan ReadyWait = new MeshHttpOptions().ReadyWait;

    private readonly ViewTokens _tokens = new(client);

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        var revisions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, destination) in destinations)
        {
            if (!Uri.TryCreate(destination.Address, UriKind.Absolute, out var uri) || !MeshTarget.TryParse(uri, out var target))
            {
                resolved[name] = destination;
                continue;
            }

            if (RemoteName.IsRemote(target.Service))
                await client.ResolveAsync(target.Service, null, cancellationToken);
            else if (client.Resolve(target.Service).Instances.IsEmpty)
                await FirstReady.WithinAsync(client, ReadyWait, time, cancellationToken);
            var view = client.Resolve(target.Service);
            // Of two looks at one service the earlier counts.
            revisions.TryAdd(target.Service, view.Revision);
            foreach (var endpoint in view.Service?.Endpoints.Candidates ?? [])
            {
                if (InstancePort.Of(endpoint.Instance, target.PortName, target.Scheme) is { } port)
                    resolved[$"{name}/{endpoint.Instance.Id}"] = InstanceDestination.Of(destination, uri, target, endpoint.Instance, port);
            }
        }

        return new ResolvedDestinationCollection(resolved, revisions.Count == 0 ? null : _tokens.For(revisions));
    }
}
