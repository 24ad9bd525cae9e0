using System.Collections.Immutable;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Kv;

/// <summary>What a transaction that is served comes to.</summary>
/// <param name="Absent">Keys that must not exist for the success branch; empty: there is no compare.</param>
internal sealed record TxnPlan(
    ImmutableArray<Octets> Absent, IReadOnlyList<RequestOp> Success, IReadOnlyList<RequestOp> Failure);
