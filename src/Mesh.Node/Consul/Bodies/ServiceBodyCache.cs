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
    private readonly IMeshChecks? _checks;

    public ServiceBodyCache(IMeshChecks? checks = null, NodeNames? names = null)
    {
        _checks = checks;
        Names = names;
        // A check without a name is known by its instance; what only orders change has no output.
        Outputs = (key, check) => checks?.Find(key, check)?.Output;
        _make = view => new ServiceBodies(view, Outputs, names, Reports);
    }

    public CheckOutputs Outputs { get; }

    public NodeNames? Names { get; }

    private long Reports => _checks?.ReportVersion ?? 0;

    public ServiceBodies Of(ServiceView view)
    {
        var bodies = _bodies.GetValue(view, _make);
        if (bodies.IsFresh(Names?.Version ?? 0, Reports))
            return bodies;
        bodies = _make(view);
        _bodies.AddOrUpdate(view, bodies);
        return bodies;
    }
}
