using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>The last changes of the view. Not thread-safe: whoever holds it locks.</summary>
internal sealed class ChangeLog
{
    public const int Most = 10_000;

    private readonly Queue<ChangeLine> _lines = new();
    private readonly Dictionary<InstanceKey, InstanceView> _known = [];
    private long _number;
    private bool _isFirst = true;

    /// <summary>Changes that were taken in all.</summary>
    public long Count => _number;

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<ChangeLine> Lines => _lines;

    /// <summary>What a watch begins with, and tells anew after a gap, is no change but the present.</summary>
    public void Take(CatalogChange change, DateTimeOffset at)
    {
        if (change.Kind is ChangeKind.Reset)
        {
            if (!_isFirst)
                Keep(ChangeLine.Of(++_number, at, change, null));
            _isFirst = false;
            return;
        }

        if (change.Instance is not { } now)
            return;
        var key = now.Instance.Key;
        var before = _known.GetValueOrDefault(key);
        if (change.Kind is ChangeKind.Removed)
            _known.Remove(key);
        else
            _known[key] = now;
        if (before != now || change.Kind is ChangeKind.Removed)
            Keep(ChangeLine.Of(++_number, at, change, before));
    }

    /// <summary>What is there already when the watch begins.</summary>
    public void Know(CatalogSnapshot snapshot)
    {
        foreach (var service in snapshot.Services.Values)
        {
            foreach (var view in service.Instances)
                _known[view.Instance.Key] = view;
        }
    }

    /// <summary>Changes in each of the last seconds, the present one last.</summary>
    public int[] PerSecond(DateTimeOffset now, int seconds)
    {
        var counts = new int[seconds];
        foreach (var line in _lines.Reverse())
        {
            var ago = (int)(now - line.At).TotalSeconds;
            if (ago >= seconds)
                break;
            counts[seconds - 1 - Math.Max(0, ago)]++;
        }

        return counts;
    }

    private void Keep(ChangeLine line)
    {
        _lines.Enqueue(line);
        if (_lines.Count > Most)
            _lines.Dequeue();
    }
}
