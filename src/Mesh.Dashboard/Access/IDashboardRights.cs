using Mesh.KeyValues;

namespace Mesh.Dashboard.Access;

/// <summary>What one user may see and order. Asked again at each use, so that a right that is taken away ends at once. Thread-safe.</summary>
public interface IDashboardRights
{
    /// <summary>Who it is, as the page shows it; empty: anybody.</summary>
    string Name { get; }

    /// <summary>May it look at a service? Null: at all of them, and at the mesh itself.</summary>
    bool MayRead(string? service);

    /// <summary>Are orders offered that concern a service? Null: orders to nodes.</summary>
    bool MayOrder(string? service);

    /// <summary>Decides on an order that is about to be carried out, and is the place to write it down.</summary>
    /// <param name="order">In words: "drain orders/orders-1".</param>
    /// <param name="service">Null: it is to a node.</param>
    bool Permits(string order, string? service) => MayOrder(service);

    /// <summary>May it look at the keys from one up to another, not included? By default who sees the mesh itself may.</summary>
    /// <param name="to">Null: to the end.</param>
    bool MayReadKeys(Octets from, Octets? to) => MayRead(null);

    /// <summary>Is it offered to write and to delete these keys? By default who may give orders to nodes is.</summary>
    /// <param name="to">Null: to the end.</param>
    bool MayWriteKeys(Octets from, Octets? to) => MayOrder(null);

    /// <summary>Decides on a write of a key that is about to be carried out, and is the place to write it down.</summary>
    /// <param name="order">In words: "write key app/limits".</param>
    /// <param name="value">Null: the key is deleted.</param>
    bool PermitsKey(string order, Octets key, Octets? value) => MayWriteKeys(key, key.Next());
}
