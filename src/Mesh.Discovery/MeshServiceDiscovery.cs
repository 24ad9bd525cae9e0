using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Discovery;
using Mesh.Catalog;

namespace Mesh.Discovery;

/// <summary>
/// <c>akka.discovery.mesh</c>: instances of a service of the mesh. Made by Akka.NET from its configuration; the ActorSystem
/// must have a <see cref="MeshDiscoverySetup"/>.
/// </summary>
public sealed class MeshServiceDiscovery : ServiceDiscovery
{
    private readonly MeshDiscoverySetup _setup;

    /// <exception cref="InvalidOperationException">The ActorSystem has no <see cref="MeshDiscoverySetup"/>.</exception>
    public MeshServiceDiscovery(ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _setup = system.Settings.Setup.Get<MeshDiscoverySetup>() is { HasValue: true } setup
            ? setup.Value
            : throw new InvalidOperationException(
                "akka.discovery.mesh needs a client of the mesh: call akka.WithMeshDiscovery(provider) where the ActorSystem is set up");
    }

    /// <summary>
    /// The instances of the service but those that drain. Where none is known and the node has not been ready yet, it waits for
    /// that, no longer than <paramref name="resolveTimeout"/>; then there are none.
    /// </summary>
    public override async Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        var client = _setup.Client;
        if (client.Resolve(lookup.ServiceName).Instances.IsEmpty)
            await ReadyAsync(resolveTimeout);
        return new Resolved(lookup.ServiceName, Targets(client.Resolve(lookup.ServiceName).Instances, lookup.PortName));
    }

    /// <summary>What has no port of that name is passed over; without a name it is the main port, if there is one.</summary>
    private static ImmutableList<ResolvedTarget> Targets(ImmutableArray<InstanceView> instances, string? portName) =>
    [
        .. from view in instances
           let instance = view.Instance
           where instance.Status is not InstanceStatus.Draining
           let port = portName is null ? instance.Port : instance.Ports.TryGetValue(portName, out var named) ? named : -1
           where port >= 0
           select new ResolvedTarget(
               instance.Host, port == 0 ? null : port, IPAddress.TryParse(instance.Host, out var address) ? address : null),
    ];

    private async Task ReadyAsync(TimeSpan limit)
    {
        try
        {
            await _setup.Client.WhenReadyAsync().WaitAsync(limit, _setup.Time);
        }
        catch (TimeoutException)
        {
            // Then nobody is known, and who asked asks again.
        }
    }
}
