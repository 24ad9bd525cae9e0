using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Which buckets changed since this node's replica in Distributed Data had them last, and when it gets them again. Pushes carry
/// every write to every member; the replica is for what they lost. So while all members are heard of, a bucket is left alone
/// until it rests: then all replicas come to the same, compare as equal, and nothing is sent a second time. Beside a member that
/// is doubted, and for a while after, replicas follow at once. Pure; its turns are the caller's. Not thread-safe.
/// </summary>
internal sealed class WriteBehind
{
    /// <summary>Turns without a change after which a bucket rests.</summary>
    public const int Rest = 10;

    /// <summary>Turns after which a bucket that never rests is written all the same.</summary>
    public const int Longest = 400;

    /// <summary>Turns that replicas follow at once after the last reason for it: some rounds of gossip.</summary>
    public const int Hurried = 130;

    private readonly Dictionary<int, (long First, long Last)> _changed = [];
    private readonly HashSet<Owner> _doubted = [];
    private long _turn;
    private long _hurriedUntil;

    /// <summary>Is there anything to wait for?</summary>
    public bool HasWork => _changed.Count > 0 || _turn < _hurriedUntil;

    public void Changed(int index) =>
        _changed[index] = _changed.TryGetValue(index, out var known) ? known with { Last = _turn } : (_turn, _turn);

    public bool IsDoubted(Owner member) => _doubted.Contains(member);

    /// <summary>Has the bucket changed since its replica was written?</summary>
    public bool IsBehind(int index) => _changed.ContainsKey(index);

    public void Seen(Owner member, Standing standing)
    {
        if (standing is not Standing.Confirmed)
            _doubted.Add(member);
        else if (_doubted.Remove(member))
            Hurry();
    }

    public void Removed(Owner member)
    {
        if (_doubted.Remove(member))
            Hurry();
    }

    /// <summary>The buckets to be written now, in order.</summary>
    public IReadOnlyList<int> Turn()
    {
        _turn++;
        if (_changed.Count == 0)
            return [];
        var isHurried = _doubted.Count > 0 || _turn <= _hurriedUntil;
        int[] due = [.. _changed.Where(c => isHurried || _turn - c.Value.Last > Rest || _turn - c.Value.First > Longest).Select(c => c.Key).Order()];
        foreach (var index in due)
            _changed.Remove(index);
        return due;
    }

    private void Hurry() => _hurriedUntil = _turn + Hurried;
}
