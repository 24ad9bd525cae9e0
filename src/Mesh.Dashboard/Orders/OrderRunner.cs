using Mesh.Catalog;
using Mesh.Client;
using Mesh.Dashboard.Access;
using Mesh.KeyValues;

namespace Mesh.Dashboard.Orders;

/// <summary>Carries orders out, if whoever gives them may.</summary>
internal sealed class OrderRunner(IMeshClient client, IMeshInspector inspector, IMeshKeyValues? store = null)
{
    private const string Asked = "asked for on the dashboard";
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(30);

    public async Task<OrderOutcome> RunAsync(Order order, IDashboardRights rights, CancellationToken cancellation)
    {
        if (order.IsToKey)
            return await WriteAsync(order, rights, cancellation);
        if (!rights.Permits($"{order}", order.Concerns))
            return OrderOutcome.NotAllowed;
        var key = order.Instance;
        return order.Kind switch
        {
            OrderKind.Drain => OrderOutcome.Of(await client.DrainAsync(key, DrainDeadline, cancellation)),
            OrderKind.Undrain => OrderOutcome.Of(await client.UndrainAsync(key, Asked, cancellation)),
            OrderKind.Deregister => OrderOutcome.Of(await client.DeregisterAsync(key, Asked, cancellation)),
            OrderKind.Maintain => OrderOutcome.Of(await client.SetStatusAsync(key, InstanceStatus.Critical, Asked, cancellation)),
            OrderKind.EndMaintenance => OrderOutcome.Of(await client.ResetStatusAsync(key, Asked, cancellation)),
            OrderKind.SetPolicy => OrderOutcome.Of(await client.SetPolicyAsync(order.Service, order.Policy, cancellation)),
            OrderKind.Leave => Told(await inspector.LeaveAsync(order.Address, cancellation), "It was asked to leave."),
            _ => Told(await inspector.DownAsync(order.Address, cancellation), "It was declared dead."),
        };
    }

    private async Task<OrderOutcome> WriteAsync(Order order, IDashboardRights rights, CancellationToken cancellation)
    {
        var isWrite = order.Kind is OrderKind.WriteKey;
        if (!rights.PermitsKey($"{order}", order.Key, isWrite ? order.Value : null))
            return OrderOutcome.NotAllowed;
        if (store is null)
            return OrderOutcome.Failed("There is no key-value store here.");
        KeyWrite write = isWrite ? new KeyWrite.Put(order.Key, order.Value, order.Lease) : new KeyWrite.Delete(order.Key);
        return OrderOutcome.Of(await store.ApplyAsync(new KeyBatch([write], [new KeyCondition(order.Key, order.Revision)]), cancellation));
    }

    private static OrderOutcome Told(bool isKnown, string done) =>
        isKnown ? OrderOutcome.Done(done) : OrderOutcome.Failed("There is no such node any more.");
}
