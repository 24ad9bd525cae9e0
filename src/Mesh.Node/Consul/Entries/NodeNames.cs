using System.Collections.Immutable;
using Mesh.Client;
using Mesh.Node.Formats.Consul;
using Mesh.Views;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul.Entries;

/// <summary>
/// The names that the nodes of the mesh were given, by their addresses; those of nodes that are gone too, for what they left
/// is shown under them. Thread-safe.
/// </summary>
internal sealed class NodeNames(IMeshInspector inspector, IOptions<MeshClientOptions> options)
{
    /// <summary>Beyond it those of nodes that are gone are forgotten.</summary>
    private const int Most = 4_096;

    private readonly Lock _gate = new();
    private volatile Known _known = new(-1, 0, ImmutableDictionary<string, string>.Empty);

    /// <summary>Another one: some node has another name than before.</summary>
    public long Version => Follow().Version;

    /// <summary>Empty: the node has none, or has not introduced itself yet.</summary>
    public string Of(string address) =>
        Follow().Names.TryGetValue(address, out var name) ? name
        : address == inspector.SelfAddress ? options.Value.NodeName
        : "";

    private Known Follow()
    {
        var (known, members) = (_known, inspector.Members);
        if (known.Seen >= members.Version)
            return known;
        lock (_gate)
            return _known.Seen >= members.Version ? _known : _known = _known.After(members);
    }

    private sealed record Known(long Seen, long Version, ImmutableDictionary<string, string> Names)
    {
        public Known After(MembersSnapshot members)
        {
            var names = Names;
            foreach (var member in members.Items.Where(m => ConsulNodeNames.IsGiven(m.Owner.Address, m.Name)))
                names = names.SetItem(member.Owner.Address, member.Name);
            if (names.Count > Most)
                names = names.RemoveRange(names.Keys.Where(a => members.FindAddress(a) is null));
            return new Known(members.Version, ReferenceEquals(names, Names) ? Version : Version + 1, names);
        }
    }
}
