using System.Diagnostics.CodeAnalysis;
using Mesh.Client;
using Mesh.Client.Http;
using Microsoft.Extensions.ServiceDiscovery;

namespace Mesh.ServiceDiscovery;

/// <summary>Provides for names that are services by their form alone; others are left to who comes after.</summary>
internal sealed class MeshEndpointProviderFactory(IMeshClient client, TimeProvider time) : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(query);
        provider = null;
        if (!Uri.TryCreate($"http://{query.ServiceName}", UriKind.Absolute, out var uri) || !MeshTarget.TryParse(uri, out var target))
            return false;
        provider = new MeshEndpointProvider(client, target, query.EndpointName, Schemes(query.IncludedSchemes), time);
        return true;
    }

    /// <summary>In the order of the query; none: whatever an instance speaks.</summary>
    private static SchemeChoice Schemes(IReadOnlyList<string> asked) =>
        SchemeChoices.Of(string.Join('+', asked.Take(2))) ?? SchemeChoice.PlainElseSecure;
}
