using Mesh.Catalog;
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

    public static Order To(OrderKind kind, InstanceKey instance) => new(kind) { Instance = instance, Service = instance.Service };

    public static Order To(OrderKind kind, string address) => new(kind) { Address = address };

    public static Order Set(ServiceName service, ServicePolicy policy) => new(OrderKind.SetPolicy) { Service = service, Policy = policy };

    /// <summary>The service that it needs a right over; null: it is to a node.</summary>
    public string? Concerns => Kind is OrderKind.Leave or OrderKind.Down ? null : Service.Value;

    public override string ToString() => Kind switch
    {
        OrderKind.SetPolicy => $"set the policy of {Service}",
        OrderKind.Leave or OrderKind.Down => $"{Kind.ToString().ToLowerInvariant()} {Address}",
        OrderKind.EndMaintenance => $"end the maintenance of {Instance}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Instance}",
    };
}
