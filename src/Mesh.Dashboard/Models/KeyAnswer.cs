using System.Collections.Immutable;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>Where the calls with a key go, and who is next when that instance goes.</summary>
/// <param name="Order">The first takes the calls; empty: nobody does.</param>
internal sealed record KeyAnswer(string Key, ImmutableArray<Endpoint> Order, string Why)
{
    public const int MostKey = 512;
    private const int Followers = 4;

    /// <summary>Null: no key is asked about.</summary>
    public static KeyAnswer? Of(ServiceView? service, string key)
    {
        if (key.Length == 0)
            return null;
        var asked = key.Length > MostKey ? key[..MostKey] : key;
        var order = EndpointSelection.Select(service, asked, null, Followers);
        return new(asked, order, WhyOf(service, order));
    }

    private static string WhyOf(ServiceView? service, ImmutableArray<Endpoint> order)
    {
        if (service is null || order.IsEmpty)
            return "No instance of the service takes calls now.";
        var by = service.Policy.Policy == PolicyNames.ConsistentHash
            ? "The service's policy is the consistent hash"
            : $"The service's policy is {service.Policy.Policy}, and a call with a key goes by the consistent hash";
        var share = service.Policy.Shares.Count > 0 ? " The key alone decides which share it belongs to." : "";
        return $"{by}: every node with this view sends the key to the same instance.{share} When it goes, only its keys move, to the next in this order.";
    }
}
