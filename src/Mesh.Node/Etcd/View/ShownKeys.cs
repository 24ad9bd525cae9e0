using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Formats.Etcd;
using Endpoint = Mesh.Selection.Endpoint;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// Which keys stand for instances of other doors: those that a caller could be sent to, in each layout that was chosen. Two
/// instances of a service with one key are one, of which the first is shown. Not thread-safe.
/// </summary>
internal sealed class ShownKeys(IReadOnlyList<IInstanceLayout> layouts)
{
    private readonly Dictionary<string, Dictionary<Octets, ShownKey>> _byService = [];
    private readonly Dictionary<Octets, ShownKey> _all = [];

    public IReadOnlyCollection<string> Services => _byService.Keys;

    /// <summary>What is shown under a key; null: nothing is.</summary>
    public ShownKey? At(Octets key) => _all.GetValueOrDefault(key);

    /// <summary>Takes in what a service offers now; returns the keys that appeared or have another value, and those that are gone.</summary>
    public (List<Octets> Changed, List<Octets> Gone) Update(string service, IReadOnlyList<Endpoint> endpoints)
    {
        var before = _byService.GetValueOrDefault(service);
        var now = KeysOf(endpoints);
        var changed = new List<Octets>();
        var gone = new List<Octets>();
        foreach (var (key, shown) in now)
        {
            if (before?.GetValueOrDefault(key)?.SaysTheSameAs(shown) is not true)
                changed.Add(key);
            _all[key] = shown;
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
        return (changed, gone);
    }

    private Dictionary<Octets, ShownKey> KeysOf(IReadOnlyList<Endpoint> endpoints)
    {
        var keys = new Dictionary<Octets, ShownKey>();
        foreach (var endpoint in endpoints)
        {
            var instance = endpoint.Instance;
            if (instance.Port != 0 && !DerivedInstances.IsDerived(instance))
                Add(keys, instance);
        }

        return keys;
    }

    private void Add(Dictionary<Octets, ShownKey> keys, ServiceInstance instance)
    {
        foreach (var layout in layouts)
        {
            if (layout.KeyOf(instance) is not { } text || Octets.Utf8(text) is not { Length: <= KeyValueLimits.KeyLength } key)
                continue;
            if (keys.TryGetValue(key, out var shown))
                shown.Instances.Add(instance.Key);
            else
                keys[key] = new ShownKey(layout, instance);
        }
    }
}
