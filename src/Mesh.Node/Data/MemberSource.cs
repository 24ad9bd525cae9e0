using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Data;

/// <summary>
/// The other members that store what they own, as the store's thread sees them: when all begin together, this node waits for what
/// they had.
/// </summary>
internal sealed class MemberSource(MeshHub hub, IReadOnlyList<string> stored) : IStoredSource
{
    private HashSet<string> _stored = [.. stored];
    private IReadOnlySet<string>? _looked;
    private volatile bool _isStopping;

    public IReadOnlyList<StoreChange> Collect()
    {
        _looked = null;
        // Before it is ready it has met some of them only, and those that leave while it leaves are to come back as it is.
        if (_isStopping || hub.State.Phase is not MeshPhase.Ready || hub.Storing.Current is var now && _stored.SetEquals(now))
            return [];
        _looked = now;
        return
        [
            .. now.Except(_stored).Select(a => new StoreChange(StoredRows.MemberAt(a), StoredRows.OfMember(a))),
            .. _stored.Except(now).Select(a => new StoreChange(StoredRows.MemberAt(a), null)),
        ];
    }

    public void Stored() => _stored = _looked is null ? _stored : [.. _looked];

    public void Forget() => _stored = [];

    public void BeginStop() => _isStopping = true;
}
