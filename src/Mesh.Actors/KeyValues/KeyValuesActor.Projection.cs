using Akka.Event;
using Mesh.Catalog;
using Mesh.Registry;

namespace Mesh.KeyValues;

internal sealed partial class KeyValuesActor
{
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(5);

    private readonly ProjectionPlan? _projection;
    private TimeSpan _reconciled;

    /// <summary>Registers what the entries that changed describe, and deregisters what they described before.</summary>
    private void Project()
    {
        var touched = _core.TakeTouched();
        if (_projection is null)
            return;
        foreach (var key in touched)
        {
            var (register, deregister) = _projection.Follow(key, _core.Store.Winner(KeySlot.OfEntry(key)));
            if (deregister is { } gone)
                Deregister(gone, "the entry that described it is gone");
            if (register is not null)
                Register(register);
        }
    }

    /// <summary>A registration that was lost, or one too many, is found by comparing.</summary>
    private void Reconcile()
    {
        if (_projection is null || !_core.IsWarm || At.Now - _reconciled < ReconcileInterval)
            return;
        _reconciled = At.Now;
        var (lacking, surplus) = _projection.Reconcile(_parts.Catalog.Snapshot);
        foreach (var instance in lacking)
            Register(instance);
        foreach (var key in surplus)
            Deregister(key, "no entry describes it");
    }

    private void Register(ServiceInstance instance) =>
        _peers.Registry.Tell(new RegistryProtocol.Register(instance, Consistency.Local, TimeSpan.Zero), Self);

    private void Deregister(InstanceKey key, string reason) =>
        _peers.Registry.Tell(
            new RegistryProtocol.Deregister(key, new Evidence(Causes.Deregistered, _self.Address, reason)), Self);

    private void On(RegistryProtocol.IReply reply)
    {
        if (reply is RegistryProtocol.Rejected rejected)
            _log.Warning("An instance that an entry describes was refused: {Faults}", rejected.Faults);
    }
}
