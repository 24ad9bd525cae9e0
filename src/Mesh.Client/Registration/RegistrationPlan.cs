using Mesh.Catalog;
using Mesh.Options;

namespace Mesh.Client.Registration;

/// <summary>Completes a registration from what is known once the application listens. Pure.</summary>
internal static class RegistrationPlan
{
    /// <summary>The record to register, or in one line why there is none.</summary>
    public static (ServiceInstance? Instance, string Fault) Complete(
        ServiceRegistration registration, IReadOnlyList<ServerAddress> server, MeshClientOptions options, InstanceStatus status)
    {
        if (!ServiceName.TryParse(registration.Service, out var service, out var fault))
            return (null, fault);
        var listening = Match(registration, server);
        if ((registration.Port ?? listening?.Port) is not { } port)
        {
            return (null, $"port of '{service}': not given, and the application's server listens on no "
                + $"{registration.Scheme ?? "TCP"} address");
        }

        var host = registration.Host ?? listening?.Host ?? NodeAddress.HostOf(options);
        if (!InstanceId.TryParse(registration.Id ?? $"{service}-{host}-{port}", out var id, out fault))
            return (null, fault);
        return (new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = host,
            Port = port,
            Ports = ValueMap<int>.From(registration.Ports),
            Zone = registration.Zone ?? options.Zone,
            Version = registration.Version,
            Tags = ValueList.From(registration.Tags),
            Metadata = ValueMap<string>.From(registration.Metadata),
            Weight = registration.Weight,
            Status = status,
            Health = new HealthTerms { Kind = HealthKind.App },
        }, "");
    }

    private static ServerAddress? Match(ServiceRegistration registration, IReadOnlyList<ServerAddress> server) =>
        server.FirstOrDefault(a =>
            (registration.Port is null || registration.Port == a.Port)
            && (registration.Scheme is null || string.Equals(registration.Scheme, a.Scheme, StringComparison.OrdinalIgnoreCase)));
}
