using System.Runtime.CompilerServices;
using Mesh.Client;
using Mesh.Node.Consul.Entries;
using Mesh.Views;

namespace Mesh.Node.Consul.Bodies;

/// <summary>The bodies of each view of a service, for as long as the view is in use.</summary>
internal sealed class ServiceBodyCache
{
    private readonly ConditionalWeakTable<ServiceView, ServiceBodies> _bodies = [];
    private readonly ConditionalWeakTable<ServiceView, ServiceBodies>.CreateValueCallback _make;

    public ServiceBodyCache(IMeshChecks? checks = null)
    {
        // A check without a name is known by its instance; what only orders change has no output.
        Outputs = (key, check) => checks?.Find(key, check)?.Output;
        _make = view => new ServiceBodies(view, Outputs);
    }

    public CheckOutputs Outputs { get; }

    public ServiceBodies Of(ServiceView view) => _bodies.GetValue(view, _make);
}
