using Mesh.Client;

namespace Mesh.Samples.Orders;

/// <summary>What this process's own node knows of a service.</summary>
/// <param name="Offered">The ids that callers are sent to.</param>
internal sealed record Lookup(string Node, long Revision, double AgeMs, string[] Known, string[] Offered)
{
    public static Lookup Of(string service, IMeshClient mesh)
    {
        var found = mesh.Resolve(service);
        return new Lookup(
            mesh.State.Phase.ToString(),
            found.Revision,
            found.Age.TotalMilliseconds,
            [.. found.Instances.Select(i => i.Instance.Id.Value)],
            [.. found.Instances.Where(i => i.IsOffered && i.Standing is Catalog.Standing.Confirmed).Select(i => i.Instance.Id.Value)]);
    }
}
