using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Formats.Etcd;
using Endpoint = Mesh.Selection.Endpoint;

namespace Mesh.Node.Etcd.View;

/// <summary>The keys of one service's instances. Of an instance that is as it was nothing is written anew: a service may have many. Not thread-safe.</summary>
internal sealed class ServiceKeys(IReadOnlyList<IInstanceLayout> layouts)
{
    private readonly Dictionary<InstanceId, Held> _known = [];
    private readonly Dictionary<Octets, List<(Held Of, IInstanceLayout Layout)>> _holders = [];
    private int _turn;

    public bool IsEmpty => _known.Count == 0;

    /// <summary>What is shown under a key now; null: nothing.</summary>
    public ShownKey? At(Octets key)
    {
        if (!_holders.TryGetValue(key, out var holders))
            return null;
        var (first, layout) = holders.MinBy(static h => h.Of.Instance.Id);
        return new ShownKey(layout, first.Instance, [.. holders.Select(static h => h.Of.Instance.Key).Order()]);
    }

    /// <summary>Takes in what the service offers now; returns the keys of the instances that changed, came or went.</summary>
    public IReadOnlyCollection<Octets> Update(IReadOnlyList<Endpoint> endpoints)
    {
        _turn++;
        var touched = new HashSet<Octets>();
        var seen = 0;
        foreach (var endpoint in endpoints)
        {
            var instance = endpoint.Instance;
            if (instance.Port == 0 || DerivedInstances.IsDerived(instance))
                continue;
            seen++;
            if (_known.TryGetValue(instance.Id, out var held))
            {
                held.Turn = _turn;
                if (ReferenceEquals(held.Instance, instance))
                    continue;
                Leave(held, touched);
            }

            Enter(new Held(instance) { Turn = _turn }, touched);
        }

        if (seen < _known.Count)
        {
            foreach (var gone in _known.Values.Where(h => h.Turn != _turn).ToArray())
                Leave(gone, touched);
        }

        return touched;
    }

    private void Enter(Held held, HashSet<Octets> touched)
    {
        _known[held.Instance.Id] = held;
        foreach (var layout in layouts)
        {
            if (layout.KeyOf(held.Instance) is not { } text || Octets.Utf8(text) is not { Length: <= KeyValueLimits.KeyLength } key)
                continue;
            held.Keys.Add(key);
            touched.Add(key);
            if (!_holders.TryGetValue(key, out var holders))
                _holders[key] = holders = [];
            holders.Add((held, layout));
        }
    }

    private void Leave(Held held, HashSet<Octets> touched)
    {
        _known.Remove(held.Instance.Id);
        foreach (var key in held.Keys)
        {
            touched.Add(key);
            var holders = _holders[key];
            holders.RemoveAll(h => h.Of == held);
            if (holders.Count == 0)
                _holders.Remove(key);
        }
    }

    private sealed class Held(ServiceInstance instance)
    {
        public ServiceInstance Instance { get; } = instance;

        public List<Octets> Keys { get; } = new(1);

        /// <summary>In which it was seen last.</summary>
        public int Turn { get; set; }
    }
}
