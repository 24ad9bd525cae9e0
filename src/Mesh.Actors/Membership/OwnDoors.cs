using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>
/// The URLs of this process's doors to clients of other systems, by the name of the door: known once it listens, and told to
/// every member. Outlives the ActorSystem. Thread-safe.
/// </summary>
internal sealed class OwnDoors
{
    private volatile ValueMap<string> _current = ValueMap<string>.Empty;

    public ValueMap<string> Current => _current;

    /// <summary>Raised on the thread that opened them; handlers must not block.</summary>
    public event Action<ValueMap<string>>? Changed;

    public void Open(ValueMap<string> doors)
    {
        _current = doors;
        Changed?.Invoke(doors);
    }
}
