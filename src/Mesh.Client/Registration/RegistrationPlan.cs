using Mesh.Catalog;
using Mesh.Hosting;

namespace Mesh.Client.Registration;

/// <summary>Completes a registration from what is known once the application listens. Pure.</summary>
internal static class RegistrationPlan
{
    /// <summary>The record to register, or in one line why there is none.</summary>
    /// <param name="self">The node, "host:port", by which an instance without a port is told from others.</param>
    public static (ServiceInstance? Instance, string Fault) Complete(
        ServiceRegistration registration,
        IReadOnlyList<ServerAddress> server,
        MeshClientOptions options,
        InstanceStatus status,
        string? self = null)
    {
        if (!ServiceName.TryParse(registration.Service, out var service, out var fault))
            return (null, fault);
        var node = NodeAddress.HostOf(options);
        if (registration.WithoutPort)
            return Record(registration, service, registration.Host ?? node, 0, [], options, status, self ?? node);

        var reachable = Reachable(registration, server, node);
        var listening = Match(registration, reachable);
        if (listening is null && registration.Host is null && Match(registration, server) is { } hidden)
        {
            return (null, $"address of '{service}': the application listens on {HostPort.Text(hidden.Host ?? "", hidden.Port)}, which "
                + $"other machines do not reach, while the node is {node}; listen on another address, or give the host that callers use");
        }

        if ((registration.Port ?? listening?.Port) is not { } port)
        {
            return (null, $"port of '{service}': not given, and the application's server listens on no "
                + $"{registration.Scheme ?? "TCP"} address");
        }

        var host = registration.Host ?? listening?.Host ?? node;
        var ports = listening is null ? [] : Named(listening, reachable);
        return Record(registration, service, host, port, ports, options, status, HostPort.Text(host, port));
    }

    /// <summary>What callers on other machines can use, if there are any: an application that listens on loopback is alone with its machine.</summary>
    private static ServerAddress[] Reachable(ServiceRegistration registration, IReadOnlyList<ServerAddress> server, string node) =>
        registration.Host is not null || MeshOptionsValidation.IsLoopback(node)
            ? [.. server]
            : [.. server.Where(a => a.Host is null || !MeshOptionsValidation.IsLoopback(a.Host))];

    private static ServerAddress? Match(ServiceRegistration registration, IReadOnlyList<ServerAddress> server) =>
        server.FirstOrDefault(a =>
            (registration.Port is null || registration.Port == a.Port)
            && (registration.Scheme is null || string.Equals(registration.Scheme, a.Scheme, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The server's ports by scheme, the one that was chosen first. A host has one port for each, even with two families.</summary>
    private static Dictionary<string, int> Named(ServerAddress chosen, IReadOnlyList<ServerAddress> server)
    {
        var named = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var address in server.Where(a => a.Host == chosen.Host || a.Host is null || chosen.Host is null).Prepend(chosen))
        {
            var scheme = address.Scheme.ToLowerInvariant();
            if (!named.ContainsValue(address.Port) && !named.TryAdd(scheme, address.Port))
                named.TryAdd($"{scheme}-{address.Port}", address.Port);
        }

        return named;
    }

    private static (ServiceInstance? Instance, string Fault) Record(
        ServiceRegistration registration,
        ServiceName service,
        string host,
        int port,
        Dictionary<string, int> ports,
        MeshClientOptions options,
        InstanceStatus status,
        string place)
    {
        foreach (var (name, given) in registration.Ports)
            ports[name] = given;
        if (!InstanceId.TryParse(registration.Id ?? $"{service}-{HostPort.HostOf(place)}-{HostPort.PortOf(place)}", out var id, out var fault))
            return (null, fault);
        return (new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = host,
            Port = port,
            Ports = ValueMap<int>.From(ports),
            Zone = registration.Zone ?? options.Zone,
            Version = registration.Version,
            Tags = ValueList.From(registration.Tags),
            Metadata = ValueMap<string>.From(registration.Metadata),
            Weight = registration.Weight,
            Status = status,
            Health = new HealthTerms { Kind = HealthKind.App },
        }, "");
    }
}
