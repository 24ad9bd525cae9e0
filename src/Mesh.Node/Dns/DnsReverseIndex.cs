using System.Net;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>
/// Names by address. Such questions are rare, so it is made when one comes, and at most once in a while, for making it
/// reads the whole catalogue. Thread-safe.
/// </summary>
internal sealed class DnsReverseIndex(TimeProvider time, TimeSpan maxAge)
{
    private readonly Lock _gate = new();
    private long? _revision;
    private IReadOnlyList<DnsNode> _nodes = [];
    private long _madeAt;
    private Dictionary<IPAddress, List<string>> _names = [];

    /// <summary>The names below the domain: of nodes first, then of services by name.</summary>
    public IReadOnlyList<string> NamesAt(IPAddress ip, CatalogSnapshot snapshot, IReadOnlyList<DnsNode> nodes)
    {
        lock (_gate)
        {
            if (_revision is null || ((_revision != snapshot.Revision || _nodes != nodes) && time.GetElapsedTime(_madeAt) >= maxAge))
            {
                _names = Make(snapshot, nodes);
                (_revision, _nodes, _madeAt) = (snapshot.Revision, nodes, time.GetTimestamp());
            }

            return _names.TryGetValue(ip, out var names) ? names : [];
        }
    }

    private static Dictionary<IPAddress, List<string>> Make(CatalogSnapshot snapshot, IReadOnlyList<DnsNode> nodes)
    {
        var names = new Dictionary<IPAddress, List<string>>();
        foreach (var node in nodes.Where(n => !n.IsAlias))
            Add(node.Ip, $"{node.Name}.node");
        foreach (var service in snapshot.Services.Values.Where(s => s.Name != ConsulNodeRecords.Service).OrderBy(s => s.Name))
        {
            foreach (var endpoint in service.Endpoints.Endpoints)
                Add(DnsHost.Address(endpoint.Host), $"{service.Name}.service");
        }

        return names;

        void Add(IPAddress? ip, string name)
        {
            if (ip is null)
                return;
            if (!names.TryGetValue(ip, out var list))
                names.Add(ip, list = []);
            if (list.Count == 0 || list[^1] != name)
                list.Add(name);
        }
    }
}
