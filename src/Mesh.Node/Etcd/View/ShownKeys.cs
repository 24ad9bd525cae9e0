using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Formats.Etcd;
using Endpoint = Mesh.Selection.Endpoint;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// Which keys stand for instances of other doors: those that a caller could be sent to, under their address. Two
/// instances of a service with one address are one key. Not thread-safe.
/// </summary>
internal sealed class ShownKeys(NativeRule layout)
{
    private readonly Dictionary<string, Dictionary<Octets, List<InstanceKey>>> _byService = [];
    private readonly Dictionary<Octets, List<InstanceKey>> _all = [];

    public IReadOnlyCollection<string> Services => _byService.Keys;

    /// <summary>The instances behind a key; empty: none is shown there.</summary>
    public IReadOnlyList<InstanceKey> At(Octets key) => _all.TryGetValue(key, out var instances) ? instances : [];

    /// <summary>Takes in what a service offers now; returns the keys that appeared and those that are gone.</summary>
    public (List<Octets> Appeared, List<Octets> Gone) Update(string service, IReadOnlyList<Endpoint> endpoints)
    {
        var before = _byService.GetValueOrDefault(service);
        var now = KeysOf(endpoints);
        var appeared = new List<Octets>();
        var gone = new List<Octets>();
        foreach (var (key, instances) in now)
        {
            if (before?.ContainsKey(key) is not true)
                appeared.Add(key);
            _all[key] = instances;
        }

        foreach (var key in before?.Keys ?? Enumerable.Empty<Octets>())
        {
            if (!now.ContainsKey(key))
            {
                gone.Add(key);
                _all.Remove(key);
            }
        }

        if (now.Count > 0)
            _byService[service] = now;
        else
            _byService.Remove(service);
        return (appeared, gone);
    }

    private Dictionary<Octets, List<InstanceKey>> KeysOf(IReadOnlyList<Endpoint> endpoints)
    {
        var keys = new Dictionary<Octets, List<InstanceKey>>();
        foreach (var endpoint in endpoints)
        {
            var instance = endpoint.Instance;
            if (instance.Port == 0 || DerivedInstances.IsDerived(instance))
                continue;
            var key = layout.KeyOf(instance);
            if (!keys.TryGetValue(key, out var instances))
                keys[key] = instances = [];
            instances.Add(instance.Key);
        }

        return keys;
    }
}
