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
    private readonly Dictionary<string, ServiceKeys> _byService = [];
    private readonly Dictionary<Octets, ShownKey> _all = [];

    public IReadOnlyCollection<string> Services => _byService.Keys;

    /// <summary>What is shown under a key; null: nothing is.</summary>
    public ShownKey? At(Octets key) => _all.GetValueOrDefault(key);

    /// <summary>Takes in what a service offers now; returns the keys that appeared or have another value, and those that are gone.</summary>
    public (List<Octets> Changed, List<Octets> Gone) Update(string service, IReadOnlyList<Endpoint> endpoints)
    {
        if (!_byService.TryGetValue(service, out var keys))
            _byService[service] = keys = new ServiceKeys(layouts);
        var (changed, gone) = (new List<Octets>(), new List<Octets>());
        foreach (var key in keys.Update(endpoints))
        {
            var before = _all.GetValueOrDefault(key);
            if (keys.At(key) is { } shown)
            {
                if (before?.SaysTheSameAs(shown) is not true)
                    changed.Add(key);
                _all[key] = shown;
            }
            else if (_all.Remove(key))
            {
                gone.Add(key);
            }
        }

        if (keys.IsEmpty)
            _byService.Remove(service);
        return (changed, gone);
    }
}
