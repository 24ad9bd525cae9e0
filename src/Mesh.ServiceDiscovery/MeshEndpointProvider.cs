using Mesh.Client;
using Mesh.Client.Http;
using Mesh.Remote;
using Microsoft.Extensions.ServiceDiscovery;

namespace Mesh.ServiceDiscovery;

/// <summary>The instances of one service that picks choose among, with a token that fires when the view of it moves.</summary>
internal sealed class MeshEndpointProvider(
    IMeshClient client, MeshTarget target, string? endpointName, SchemeChoice schemes, TimeProvider time)
    : IServiceEndpointProvider, IHostNameFeature
{
    private static readonly TimeSpan ReadyWait = new MeshHttpOptions().ReadyWait;

    private readonly Lock _gate = new();
    private ViewToken? _token;
    private bool _isDisposed;

    /// <summary>By which TLS checks the certificate.</summary>
    public string HostName => target.Host;

    public async ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.Endpoints.Count > 0)
            return;
        if (RemoteName.IsRemote(target.Service))
            await client.ResolveAsync(target.Service, null, cancellationToken);
        else if (client.Resolve(target.Service).Instances.IsEmpty)
            await FirstReady.WithinAsync(client, ReadyWait, time, cancellationToken);

        // The token is for what comes after the very view that is read here.
        var view = client.Resolve(target.Service);
        var token = new ViewToken(client, target.Service, view.Revision);
        Keep(token);
        endpoints.AddChangeToken(token.Change);
        foreach (var endpoint in view.Service?.Endpoints.Candidates ?? [])
        {
            if (InstancePort.Of(endpoint.Instance, endpointName ?? target.PortName, schemes) is not { } port)
                continue;
            var found = ServiceEndpoint.Create(
                new UriEndPoint(new UriBuilder(port.Scheme, endpoint.Host, port.Port).Uri));
            if (port.Scheme == Uri.UriSchemeHttps)
                found.Features.Set<IHostNameFeature>(this);
            endpoints.Endpoints.Add(found);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
            _isDisposed = true;
        Keep(null);
        return ValueTask.CompletedTask;
    }

    /// <summary>The one before is not waited for any more; nor is one of a look that comes after the end.</summary>
    private void Keep(ViewToken? token)
    {
        ViewToken? over;
        lock (_gate)
            (over, _token) = _isDisposed ? (token ?? _token, null) : (_token, token);
        over?.Dispose();
    }

    public override string ToString() => "Mesh";
}
