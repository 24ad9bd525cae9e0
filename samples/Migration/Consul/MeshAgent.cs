using Mesh.Catalog;
using Mesh.Client;

namespace Mesh.Samples.Migration.Consul;

/// <summary>
/// The calls of a Consul client's agent that services make, answered by the mesh. For code that is not to change yet: a lease
/// stands for the TTL check.
/// </summary>
internal sealed class MeshAgent(IMeshClient mesh)
{
    public async Task ServiceRegister(string id, string name, string address, int port, TimeSpan ttl, CancellationToken ct = default)
    {
        var instance = new ServiceInstance
        {
            Service = ServiceName.Parse(name),
            Id = InstanceId.Parse(id),
            Host = address,
            Port = port,
            Health = new HealthTerms { Kind = HealthKind.Ttl, Ttl = ttl },
            Status = InstanceStatus.Critical,
        };
        if (await mesh.RegisterAsync(instance, cancellation: ct) is not MeshReplies.Registered)
            throw new InvalidOperationException($"{name}/{id} was not registered");
    }

    public Task PassTTL(string name, string id, string note, CancellationToken ct = default) =>
        mesh.RenewAsync(Key(name, id), InstanceStatus.Passing, note, ct);

    public Task ServiceDeregister(string name, string id, CancellationToken ct = default) =>
        mesh.DeregisterAsync(Key(name, id), "its service has ended", ct);

    private static InstanceKey Key(string name, string id) => new(ServiceName.Parse(name), InstanceId.Parse(id));
}
