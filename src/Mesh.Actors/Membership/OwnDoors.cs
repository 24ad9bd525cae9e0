using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>
/// The URLs of this process's doors to clients of other systems, by the name of the door: known once it listens, and told to
/// every member. Outlives the ActorSystem. Thread-safe.
/// </summary>
internal sealed class OwnDoors
{
    private readonly Lock _gate = new();
    private volatile ValueMap<string> _current = ValueMap<string>.Empty;

    public ValueMap<string> Current => _current;

    /// <summary>Raised on the thread that opened them; handlers must not block.</summary>
    public event Action<ValueMap<string>>? Changed;

    /// <summary>Opens these beside those that are open; a door that is open already has a new address.</summary>
    public void Open(IEnumerable<KeyValuePair<string, string>> doors)
    {
        ValueMap<string> all;
        lock (_gate)
        {
            var merged = _current.ToDictionary(d => d.Key, d => d.Value);
            foreach (var (name, url) in doors)
                merged[name] = url;
            _current = all = ValueMap<string>.From(merged);
        }

        Changed?.Invoke(all);
    }
}
