using System.Net;

namespace Mesh.Node.Dns;

/// <summary>From a question and what the node knows to the answer. Pure.</summary>
internal sealed class DnsAnswers(DnsZone zone)
{
    private const ushort Internet = 1;
    private const ushort AnyClass = 255;
    private const string Servers = "consul";
    private const int ServerPriority = 1;
    private const int ServerWeight = 1;

    /// <param name="labels">The labels of the name, in lower case.</param>
    public DnsAnswer Answer(ReadOnlySpan<string> labels, DnsType type, ushort @class, DnsView view)
    {
        if (type is DnsType.AXFR or DnsType.IXFR)
            return DnsAnswer.NotImplemented;
        if (@class is not (Internet or AnyClass))
            return DnsAnswer.Refused;
        return DnsNameMapping.ToSubject(labels, zone.Domain, zone.Datacenter) switch
        {
            DnsSubject.Foreign => DnsAnswer.Refused,
            DnsSubject.Apex => Found(Apex(type, view), view),
            DnsSubject.Branch => Found(DnsRecordSet.Empty, view),
            DnsSubject.NameServer => Found(Addresses(zone.Self, type), view),
            DnsSubject.Address address => Found(Addresses([address.Ip], type), view),
            DnsSubject.KeptQuery query => OfQuery(query.Name, type, view),
            DnsSubject.Node node => OfNode(node.Name, type, view),
            DnsSubject.Reverse reverse => OfAddress(reverse.Ip, type, view),
            DnsSubject.Service { Mesh: { } mesh } remote => OfRemote(remote.Readings, mesh, type, view),
            DnsSubject.Service service => OfService(service.Readings, type, view),
            _ => Missing(view),
        };
    }

    private DnsAnswer OfService(IReadOnlyList<DnsReading> readings, DnsType type, DnsView view)
    {
        // Some of the instances would say that the others are gone.
        if (!view.IsComplete)
            return DnsAnswer.ServerFailure;
        var sources = new List<DnsSource>(readings.Count);
        foreach (var reading in readings)
        {
            var service = view.Snapshot.Services.GetValueOrDefault(reading.Service);
            sources.Add(new(reading.Service, service?.Revision));
            if (service is null)
                continue;
            var members = DnsServiceMapping.Members(service, reading);
            // What could be the name of a port may be that of a service.
            if (members.Count == 0 && reading.Port is not null && reading != readings[^1])
                continue;
            return members.Count == 0
                ? Missing(view)
                : Found(DnsServiceMapping.Records(zone, members, reading, type), view) with { Sources = sources };
        }

        return readings.Any(r => r is { Service: Servers, Tag: null, Port: null }) ? Found(OfServers(type, view), view) : Missing(view);
    }

    /// <summary>What Consul's clients take for its servers: the members.</summary>
    private DnsRecordSet OfServers(DnsType type, DnsView view)
    {
        var nodes = view.Nodes.Where(n => n is { IsAlias: false, Ip: not null }).ToArray();
        if (type is not DnsType.SRV)
            return Addresses([.. nodes.Select(n => n.Ip!)], type);
        var builder = new DnsRecordSetBuilder(zone.Ttl);
        foreach (var node in nodes)
            builder.AddService(ServerPriority, ServerWeight, node.Port, zone.AddressName(node.Ip!), node.Ip);
        return builder.Build();
    }

    /// <summary>Not kept: it may change by time alone. What nobody has answered yet is to be asked again.</summary>
    private DnsAnswer OfRemote(IReadOnlyList<DnsReading> readings, string mesh, DnsType type, DnsView view)
    {
        var isComplete = true;
        foreach (var reading in readings)
        {
            var (service, isKnown) = view.Remote(reading.Service, mesh);
            isComplete &= isKnown;
            if (service is null)
                continue;
            var members = DnsServiceMapping.Members(service, reading);
            return members.Count == 0 ? Missing(view) : Found(DnsServiceMapping.Records(zone, members, reading, type), view);
        }

        return isComplete ? Missing(view) : DnsAnswer.ServerFailure;
    }

    /// <summary>Not kept: it follows the query, which no view of a service tells of.</summary>
    private DnsAnswer OfQuery(string name, DnsType type, DnsView view)
    {
        if (!view.IsComplete)
            return DnsAnswer.ServerFailure;
        if (view.Queries?.Find(name, view) is not { } found)
            return Missing(view);
        if (found.Members.Count == 0)
            return found.IsComplete ? Missing(view) : DnsAnswer.ServerFailure;
        return Found(DnsServiceMapping.Records(zone, found.Members, new DnsReading(name), type, found.Ttl), view);
    }

    private DnsAnswer OfNode(string name, DnsType type, DnsView view)
    {
        DnsNode[] nodes = [.. view.Nodes.Where(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (nodes.Length == 0)
            nodes = [.. view.External(name)];
        if (nodes.Length == 0)
            return view.IsComplete ? Missing(view) : DnsAnswer.ServerFailure;
        var builder = new DnsRecordSetBuilder(zone.Ttl);
        foreach (var ip in nodes.Select(n => n.Ip).OfType<IPAddress>())
        {
            if (type is DnsType.ANY || type == DnsRecordSetBuilder.TypeOf(ip))
                builder.AddAddress(ip);
        }

        // A name may stand for one other name only, and then for nothing else (RFC 1034 3.6.2).
        if (nodes.All(n => n.Ip is null) && DnsName.Encode(nodes[0].Host) is { } canonical)
            builder.AddName(DnsType.CNAME, canonical);
        else if (type is DnsType.TXT or DnsType.ANY)
            AddTexts(builder, nodes);
        return Found(builder.Build(), view);
    }

    private static void AddTexts(DnsRecordSetBuilder builder, DnsNode[] nodes)
    {
        foreach (var text in nodes.SelectMany(n => n.Texts))
            builder.AddText(text);
    }

    /// <summary>The tree of addresses is not this server's, so nothing is said with authority of what is not found.</summary>
    private DnsAnswer OfAddress(IPAddress ip, DnsType type, DnsView view)
    {
        var names = view.Reverse(ip);
        if (names.Count == 0)
            return new DnsAnswer(DnsRcode.NoSuchName);
        var builder = new DnsRecordSetBuilder(zone.Ttl);
        foreach (var name in type is DnsType.PTR or DnsType.ANY ? names : [])
        {
            if (zone.TryName(name) is { } target)
                builder.AddName(DnsType.PTR, target);
        }

        return new DnsAnswer(DnsRcode.NoError) { IsAuthoritative = true, Records = builder.Build() };
    }

    private DnsRecordSet Apex(DnsType type, DnsView view)
    {
        var builder = new DnsRecordSetBuilder(zone.Ttl);
        if (type is DnsType.SOA or DnsType.ANY)
            builder.AddData(DnsType.SOA, zone.SoaData(view.Snapshot));
        if (type is DnsType.NS or DnsType.ANY)
            builder.AddName(DnsType.NS, zone.NameServer, zone.Self[0]);
        return builder.Build();
    }

    private DnsRecordSet Addresses(ReadOnlySpan<IPAddress> addresses, DnsType type)
    {
        var builder = new DnsRecordSetBuilder(zone.Ttl);
        foreach (var ip in addresses)
        {
            if (type is DnsType.ANY || type == DnsRecordSetBuilder.TypeOf(ip))
                builder.AddAddress(ip);
        }

        return builder.Build();
    }

    /// <summary>The name exists; when it has nothing of the type, the SOA says so.</summary>
    private DnsAnswer Found(DnsRecordSet records, DnsView view) => new(DnsRcode.NoError)
    {
        IsAuthoritative = true,
        Records = records,
        Authority = records.Records.IsEmpty ? zone.Soa(view.Snapshot) : [],
    };

    private DnsAnswer Missing(DnsView view) => new(DnsRcode.NoSuchName)
    {
        IsAuthoritative = true,
        Authority = zone.Soa(view.Snapshot),
    };
}
