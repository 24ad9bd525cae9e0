using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.KeyValues;
using Mesh.Selection;

namespace Mesh.Dashboard.Orders;

/// <summary>What an operator wants done.</summary>
internal sealed record Order(OrderKind Kind)
{
    /// <summary>Of orders to an instance.</summary>
    public InstanceKey Instance { get; private init; }

    /// <summary>Of a policy: whose it is.</summary>
    public ServiceName Service { get; private init; }

    public ServicePolicy Policy { get; private init; } = ServicePolicy.Default;

    /// <summary>Of orders to a node: "host:port".</summary>
    public string Address { get; private init; } = "";

    /// <summary>Of orders to a key.</summary>
    public Octets Key { get; private init; }

    public Octets Value { get; private init; }

    /// <summary>The lease that the key is to live with; 0: none.</summary>
    public long Lease { get; private init; }

    /// <summary>At which revision the key is taken to have been written last; 0: it is not there.</summary>
    public long Revision { get; private init; }

    public static Order To(OrderKind kind, InstanceKey instance) => new(kind) { Instance = instance, Service = instance.Service };

    public static Order To(OrderKind kind, string address) => new(kind) { Address = address };

    public static Order Set(ServiceName service, ServicePolicy policy) => new(OrderKind.SetPolicy) { Service = service, Policy = policy };

    /// <summary>Writes a key that is as it was seen; if somebody has written it since, nothing happens.</summary>
    public static Order Write(KeyWrite.Put write, long revision) =>
        new(OrderKind.WriteKey) { Key = write.Key, Value = write.Value, Lease = write.Lease, Revision = revision };

    /// <summary>Deletes a key that is as it was seen.</summary>
    public static Order Delete(Octets key, long revision) => new(OrderKind.DeleteKey) { Key = key, Revision = revision };

    public bool IsToKey => Kind is OrderKind.WriteKey or OrderKind.DeleteKey;

    /// <summary>The service that it needs a right over; null: it is to a node.</summary>
    public string? Concerns => Kind is OrderKind.Leave or OrderKind.Down ? null : Service.Value;

    public override string ToString() => Kind switch
    {
        OrderKind.SetPolicy => $"set the policy of {Service}",
        OrderKind.Leave or OrderKind.Down => $"{Kind.ToString().ToLowerInvariant()} {Address}",
        OrderKind.WriteKey => $"write key {KeyText.Of(Key)}",
        OrderKind.DeleteKey => $"delete key {KeyText.Of(Key)}",
        OrderKind.EndMaintenance => $"end the maintenance of {Instance}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Instance}",
    };
}
