using System.Collections.Immutable;
using System.Globalization;
using Mesh.Dashboard.Models;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Dashboard.Orders;

/// <summary>What an order will do, told before it is given.</summary>
/// <param name="Title">As the dialog is headed.</param>
/// <param name="Verb">On the button.</param>
/// <param name="Lines">What will happen.</param>
/// <param name="IsGrave">It cannot be taken back, or callers will find nobody.</param>
internal sealed record OrderPlan(Order Order, string Title, string Verb, ImmutableArray<string> Lines, bool IsGrave)
{
    public static OrderPlan Of(Order order, CatalogSnapshot snapshot, MembersSnapshot members) => order.Kind switch
    {
        OrderKind.SetPolicy => OfPolicy(order, snapshot),
        OrderKind.Leave or OrderKind.Down => OfNode(order, snapshot, members),
        OrderKind.WriteKey or OrderKind.DeleteKey => OfKey(order),
        _ => OfInstance(order, snapshot, members),
    };

    private static OrderPlan OfInstance(Order order, CatalogSnapshot snapshot, MembersSnapshot members)
    {
        var service = snapshot.Find(order.Service.Value);
        var shares = PickShares.Of(service?.Instances ?? [], service?.Policy ?? ServicePolicy.Default);
        var share = shares.GetValueOrDefault(order.Instance.Id);
        var others = shares.Count(s => s.Key != order.Instance.Id && s.Value > 0);
        var takesOut = order.Kind is OrderKind.Drain or OrderKind.Maintain or OrderKind.Deregister;
        var isLast = takesOut && share > 0 && others == 0;
        var lines = ImmutableArray.CreateBuilder<string>();
        if (takesOut)
        {
            lines.Add(share > 0
                ? $"It gets {Percent(share)} of the calls of {order.Service} now, from callers on {Count(members.Items.Length, "node")}."
                : $"It gets no calls of {order.Service} now.");
            if (isLast)
                lines.Add("No other instance takes calls: callers will find none.");
            else if (share > 0)
                lines.Add($"{Count(others, "other instance")} {(others == 1 ? "takes" : "take")} its part.");
        }

        lines.Add(order.Kind switch
        {
            OrderKind.Drain => "Each node is asked to confirm that it sends no more calls; calls under way are finished. It stays out until the drain is ended.",
            OrderKind.Undrain => "It is offered again once its checks say so.",
            OrderKind.Maintain => "It is critical by your word, whatever its checks and its client say, until that is taken back.",
            OrderKind.EndMaintenance => "It is again what its checks and its client say.",
            _ => "The registration is removed. A client that is still alive may register it anew.",
        });
        var (title, verb) = order.Kind switch
        {
            OrderKind.Drain => ($"Drain {order.Instance}?", "Drain"),
            OrderKind.Undrain => ($"End the drain of {order.Instance}?", "End the drain"),
            OrderKind.Maintain => ($"Take {order.Instance} into maintenance?", "Into maintenance"),
            OrderKind.EndMaintenance => ($"End the maintenance of {order.Instance}?", "End maintenance"),
            _ => ($"Deregister {order.Instance}?", "Deregister"),
        };
        return new(order, title, verb, lines.ToImmutable(), isLast || order.Kind is OrderKind.Deregister);
    }

    private static OrderPlan OfPolicy(Order order, CatalogSnapshot snapshot)
    {
        var service = snapshot.Find(order.Service.Value);
        var compared = PolicyForm.Compare(service?.Instances ?? [], service?.Policy ?? ServicePolicy.Default, order.Policy);
        var moved = compared.Sum(static c => Math.Max(0, c.After - c.Before));
        var without = compared.Where(static c => c is { Before: > 0, After: 0 }).Select(static c => c.Id).ToArray();
        return new(
            order,
            $"Set the policy of {order.Service}?",
            "Set the policy",
            [
                $"{Percent(moved)} of the calls go to another instance than before; calls without a zone and a key are counted.",
                .. without.Length == 0 ? (ImmutableArray<string>)[] : [$"{string.Join(", ", without)} {(without.Length == 1 ? "gets" : "get")} none any more."],
                "All nodes obey within a moment.",
            ],
            false);
    }

    private static OrderPlan OfNode(Order order, CatalogSnapshot snapshot, MembersSnapshot members)
    {
        var owner = members.FindAddress(order.Address)?.Owner;
        var owned = snapshot.Services.Values.Sum(s => s.Instances.Count(i => i.Owner == owner));
        var isLeave = order.Kind is OrderKind.Leave;
        return new(
            order,
            isLeave ? $"Ask {order.Address} to leave?" : $"Declare {order.Address} dead?",
            isLeave ? "Ask it to leave" : "Declare it dead",
            [
                $"It owns {Count(owned, "instance")}.",
                isLeave
                    ? "It drains and leaves in order. Instances that live with it are removed; others are taken over."
                    : "It is removed at once, without being asked. A node that is alive all the same starts anew; instances that lived with it are gone until it is back.",
            ],
            !isLeave);
    }

    private static OrderPlan OfKey(Order order)
    {
        var isWrite = order.Kind is OrderKind.WriteKey;
        var (key, isNew) = (KeyText.Of(order.Key), order.Revision == 0);
        var lines = ImmutableArray.CreateBuilder<string>();
        if (isWrite)
        {
            lines.Add(isNew ? $"The key is new; its value has {Count(order.Value.Length, "byte")}." : $"Its value is replaced by {Count(order.Value.Length, "byte")}.");
            lines.Add(order.Lease == 0 ? "It stays until somebody deletes it." : $"It is deleted when lease {order.Lease:x} ends.");
        }
        else
        {
            lines.Add("The key and its value are gone, on all nodes. Whoever watches it is told.");
        }

        lines.Add(isNew
            ? "If somebody else writes it first, nothing happens."
            : $"It was written last at revision {order.Revision}; if somebody has written it since, nothing happens.");
        return new(order, isWrite ? $"Write {key}?" : $"Delete {key}?", isWrite ? "Write" : "Delete", lines.ToImmutable(), !isWrite);
    }

    private static string Percent(double share) => share.ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
