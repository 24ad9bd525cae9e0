using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>From a service to its records. Pure.</summary>
internal static class DnsServiceMapping
{
    private const int Priority = 1;

    /// <summary>Where a registration that came by Consul's API says which weight it has while it is warning.</summary>
    private const string WarningWeight = "consul/weight-warning";

    /// <summary>The instances that a reading of a name means; empty: the name does not exist.</summary>
    public static IReadOnlyList<InstanceView> Members(ServiceView? service, DnsReading reading)
    {
        if (service is null)
            return [];
        var members = new List<InstanceView>();
        foreach (var endpoint in service.Endpoints.Endpoints)
        {
            if (HasTag(endpoint.Instance, reading.Tag) && PortOf(endpoint.Instance, reading.Port) is not null)
                members.Add(endpoint.View);
        }

        return members;
    }

    /// <param name="ttl">In seconds; null: the zone's.</param>
    public static DnsRecordSet Records(
        DnsZone zone, IReadOnlyList<InstanceView> members, DnsReading reading, DnsType type, uint? ttl = null)
    {
        var builder = new DnsRecordSetBuilder(ttl ?? zone.Ttl);
        if (type is DnsType.SRV)
            AddServices(builder, zone, members, reading.Port);
        else if (type is DnsType.A or DnsType.AAAA or DnsType.ANY or DnsType.CNAME)
            AddAddresses(builder, members, type);
        return builder.Build();
    }

    /// <summary>The port that is asked for by name; null: the instance has none of that name.</summary>
    /// <remarks>
    /// Clients that always name a port say "default" or a scheme where the main one is meant. Registrations that have no
    /// named ports of their own carry them as metadata "port-NAME".
    /// </remarks>
    public static int? PortOf(ServiceInstance instance, string? name)
    {
        if (name is null)
            return instance.Port;
        foreach (var (key, port) in instance.Ports)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return port;
        }

        if (instance.Metadata.TryGetValue($"port-{name}", out var text)
            && ushort.TryParse(text, CultureInfo.InvariantCulture, out var told))
        {
            return told;
        }

        return name is "default" or "http" or "https" or "tcp" ? instance.Port : null;
    }

    /// <summary>
    /// The share of an instance: its weight. While it is warning it has the one that it gave for that, or at most 1, so
    /// that it gets little beside those that are well.
    /// </summary>
    public static int WeightOf(ServiceInstance instance)
    {
        if (instance.Status is not InstanceStatus.Warning)
            return instance.Weight;
        return instance.Metadata.TryGetValue(WarningWeight, out var text)
            && ushort.TryParse(text, CultureInfo.InvariantCulture, out var told)
                ? told
                : Math.Min(instance.Weight, 1);
    }

    private static bool HasTag(ServiceInstance instance, string? tag)
    {
        if (tag is null)
            return true;
        foreach (var own in instance.Tags)
        {
            if (own.Equals(tag, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static void AddServices(
        DnsRecordSetBuilder builder, DnsZone zone, IReadOnlyList<InstanceView> members, string? port)
    {
        foreach (var member in members)
        {
            var instance = member.Instance;
            var ip = DnsHost.Address(instance.Host);
            // A host that DNS cannot spell cannot be told.
            if ((ip is null ? DnsName.Encode(instance.Host) : zone.AddressName(ip)) is { } target)
                builder.AddService(Priority, WeightOf(instance), PortOf(instance, port) ?? instance.Port, target, ip);
        }
    }

    private static void AddAddresses(DnsRecordSetBuilder builder, IReadOnlyList<InstanceView> members, DnsType type)
    {
        // Address records have no weights: who is to take no calls is left out, unless there is nobody else.
        var taking = members.Where(m => m.Instance.Weight > 0).ToImmutableArray();
        if (taking.IsEmpty)
            taking = [.. members];
        IPAddress?[] addresses = [.. taking.Select(m => DnsHost.Address(m.Instance.Host))];
        foreach (var ip in addresses)
        {
            if (ip is not null && (type is DnsType.ANY || type == DnsRecordSetBuilder.TypeOf(ip)))
                builder.AddAddress(ip);
        }

        // A name may stand for one other name only, and then for nothing else (RFC 1034 3.6.2).
        if (addresses.All(a => a is null)
            && taking.Select(m => DnsName.Encode(m.Instance.Host)).FirstOrDefault(n => n is not null) is { } canonical)
        {
            builder.AddName(DnsType.CNAME, canonical);
        }
    }
}
