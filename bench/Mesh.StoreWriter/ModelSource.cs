using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;

namespace Mesh.StoreWriter;

/// <summary>The writes of a model as the store's thread collects them.</summary>
internal sealed class ModelSource(Model model) : IStoredSource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StoredKey, StoreChange> _open = [];
    private IReadOnlyList<StoreChange> _collected = [];

    public long Write()
    {
        lock (_gate)
        {
            foreach (var change in model.Next())
                _open[change.Key] = change;
            return model.Number;
        }
    }

    public IReadOnlyList<StoreChange> Collect()
    {
        lock (_gate)
            return _collected = [.. _open.Values];
    }

    public void Stored()
    {
        lock (_gate)
        {
            foreach (var change in _collected)
            {
                if (_open.TryGetValue(change.Key, out var now) && now.Equals(change))
                    _open.Remove(change.Key);
            }
        }
    }

    public void Forget()
    {
    }

    public void BeginStop()
    {
    }
}
