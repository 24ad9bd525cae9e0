namespace Mesh.Samples.Storefront;

/// <summary>The service "orders". Its address is a name; the mesh picks an instance for each request.</summary>
internal sealed class OrdersClient(HttpClient http)
{
    public async Task<Order> FindAsync(int number, CancellationToken cancellation) =>
        await http.GetFromJsonAsync<Order>($"orders/{number}", cancellation)
        ?? throw new HttpRequestException($"orders answered null for {number}");
}
