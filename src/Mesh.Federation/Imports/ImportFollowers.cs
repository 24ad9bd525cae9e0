using Mesh.Remote;

namespace Mesh.Federation.Imports;

/// <summary>Which nodes follow which remote services, for how much longer, and what they have.</summary>
internal sealed class ImportFollowers<TFollower>(TimeSpan lease)
    where TFollower : notnull
{
    private readonly Dictionary<TFollower, (TimeSpan Until, Dictionary<RemoteName, long> Versions)> _followers = [];

    public int Count => _followers.Count;

    /// <summary>All that the follower wants from now on.</summary>
    public void Set(TFollower follower, IEnumerable<RemoteProtocol.Wanted> items, TimeSpan now)
    {
        var versions = new Dictionary<RemoteName, long>();
        foreach (var item in items)
            versions[item.Name] = item.Version;
        if (versions.Count == 0)
            _followers.Remove(follower);
        else
            _followers[follower] = (now + lease, versions);
    }

    public void Remove(TFollower follower) => _followers.Remove(follower);

    /// <summary>Drops those that did not renew.</summary>
    public void Expire(TimeSpan now)
    {
        foreach (var (follower, entry) in _followers.ToArray())
        {
            if (entry.Until < now)
                _followers.Remove(follower);
        }
    }

    public bool Wants(RemoteName name) => _followers.Values.Any(f => f.Versions.ContainsKey(name));

    /// <summary>Who follows the service, and the version each has; each then has the new one.</summary>
    public IReadOnlyList<(TFollower To, long Has)> Tell(RemoteName name, long version)
    {
        var all = new List<(TFollower, long)>();
        foreach (var (follower, entry) in _followers)
        {
            if (!entry.Versions.TryGetValue(name, out var has))
                continue;
            all.Add((follower, has));
            entry.Versions[name] = version;
        }

        return all;
    }
}
