using System.Text.Json.Nodes;
using Mesh.Client;

namespace Mesh.Samples.Storefront;

/// <summary>Orders of one customer come from the same instance as long as it is there.</summary>
public sealed class OrdersClient(HttpClient http)
{
    public async Task<JsonNode?> GetAsync(string customer, int id, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{id}").WithMeshKey(customer);
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonNode>(cancellation);
    }
}
