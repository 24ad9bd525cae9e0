using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Watching;

/// <summary>One watch of a stream.</summary>
internal sealed record WatchEntry(
    long Id, KeyRange Range, bool Puts, bool Deletes, bool PrevKv, bool ProgressNotify, bool Fragment)
{
    public bool Wants(KeyEvent change) =>
        (change.Kind is KeyEventKind.Put ? Puts : Deletes) && Range.Contains(change.Entry.Key);
}
