using System.Net;

namespace Mesh.Links;

/// <summary>How many connections there are of each node, by the address that it says, and of each host. Thread-safe.</summary>
internal sealed class LinkCrowd(int mostOfNode, int mostOfHost)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ofNode = new(StringComparer.Ordinal);
    private readonly Dictionary<IPAddress, int> _ofHost = [];

    /// <summary>Why there is no room for another one; null: there is, and <see cref="Leave"/> follows, once.</summary>
    public string? Enter(IPAddress host, string node)
    {
        var name = LinkRules.Plain(node);
        lock (_lock)
        {
            if (_ofNode.GetValueOrDefault(name) >= mostOfNode)
                return $"it has {mostOfNode} connections already (most-connections-of-one-node)";
            if (_ofHost.GetValueOrDefault(host) >= mostOfHost)
                return $"its host has {mostOfHost} connections already (most-connections-of-one-host)";
            _ofNode[name] = _ofNode.GetValueOrDefault(name) + 1;
            _ofHost[host] = _ofHost.GetValueOrDefault(host) + 1;
            return null;
        }
    }

    public void Leave(IPAddress host, string node)
    {
        lock (_lock)
        {
            Less(_ofNode, LinkRules.Plain(node));
            Less(_ofHost, host);
        }
    }

    private static void Less<T>(Dictionary<T, int> counts, T of)
        where T : notnull
    {
        if (--counts[of] == 0)
            counts.Remove(of);
    }
}
