using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>
/// Selection by message: the consistent-hash router of this mesh, and the other policies. Child of /user/mesh, at
/// <see cref="MeshNames.SelectPath"/>. Owns nothing: it answers <see cref="RegistryProtocol.Select"/> from the node's
/// present snapshot, so a restart loses at most the message it failed on.
/// </summary>
internal sealed class SelectionRouterActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MeshHub _hub;
    private readonly PickPolicies _policies;

    public SelectionRouterActor(MeshHub hub, PickPolicies policies)
    {
        _hub = hub;
        _policies = policies;
        Receive<RegistryProtocol.Select>(select => Sender.Tell(Answer(select)));
    }

    public static Props Props(MeshHub hub, PickPolicies policies) =>
        Akka.Actor.Props.Create(() => new SelectionRouterActor(hub, policies));

    private RegistryProtocol.ISelectReply Answer(RegistryProtocol.Select select)
    {
        var faults = SelectValidation.Check(select, _policies);
        if (faults.Count > 0)
        {
            _log.Debug("Selection for {Sender} rejected: {Fault}", Sender, faults[0]);
            return new RegistryProtocol.Rejected(ValueList.From(faults));
        }

        var snapshot = _hub.Snapshot;
        var chosen = EndpointSelection.Select(
            snapshot.Find(select.Service.Value), select.Key, select.Policy, select.Count, select.Filter);
        return chosen.IsEmpty
            ? new RegistryProtocol.NothingToSelect(select.Service, snapshot.Revision)
            : new RegistryProtocol.Selected(
                select.Service, snapshot.Revision, ValueList.From(chosen.Select(static e => e.View)));
    }
}
