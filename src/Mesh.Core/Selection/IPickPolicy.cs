namespace Mesh.Selection;

/// <summary>
/// A way to choose among the instances that are available. One object serves all services and threads of the process, so
/// it keeps no state between picks; what depends on chance comes from the turn.
/// </summary>
public interface IPickPolicy
{
    /// <summary>What services and callers name it by: 1 to 64 lower-case letters, digits and inner hyphens.</summary>
    string Name { get; }

    /// <summary>
    /// Does it choose by the key of the request, so that equal keys go to the same instance? Then it is asked only for
    /// requests that have a key; those without one go by weight.
    /// </summary>
    bool IsKeyed => false;

    /// <summary>Chooses one of the pool's members. On the path of each call: it should not allocate, and must not block.</summary>
    Endpoint Pick(EndpointPool pool, in PickTurn turn);

    /// <summary>
    /// The indexes of all members in the order in which a key prefers them, for callers that want several or exclude
    /// some. Asked of keyed policies only. By default the one that is picked for the key, then the others by rendezvous.
    /// </summary>
    /// <param name="keyHash">What <see cref="PickTurn.KeyHash"/> is in a pick by this key.</param>
    IEnumerable<int> Preference(EndpointPool pool, ulong keyHash) => KeyPreference.Following(this, pool, keyHash);
}
