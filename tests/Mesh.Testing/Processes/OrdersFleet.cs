using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Testing.Processes;

/// <summary>
/// A caller in this process, which embeds a node and calls <c>http://orders</c>, and instances of "orders" as processes.
/// </summary>
internal sealed class OrdersFleet : IAsyncDisposable
{
    private const string Service = "orders";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    private readonly EmbeddedNode _caller;

    private OrdersFleet(EmbeddedNode caller, IEnumerable<OrdersProcess> instances)
    {
        _caller = caller;
        Instances = [.. instances];
    }

    public IReadOnlyList<OrdersProcess> Instances { get; }

    public static async Task<OrdersFleet> StartAsync(int instances)
    {
        var caller = await EmbeddedNode.StartAsync(m => m.Services
            .AddHttpClient(Service, http =>
            {
                http.BaseAddress = new Uri("http://orders");
                http.Timeout = CallLimit;
            })
            .AddMesh());
        var fleet = new OrdersFleet(
            caller, Enumerable.Range(1, instances).Select(n => new OrdersProcess($"o-{n}", caller.Address)));
        try
        {
            foreach (var instance in fleet.Instances)
                instance.Start();
            await fleet.AllOfferedAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops an instance in order, starts it again and waits until callers are offered it.</summary>
    public async Task RestartAsync(int index)
    {
        await Instances[index].StopAsync(StopLimit);
        Instances[index].Start();
        await AllOfferedAsync();
    }

    /// <summary>One call; every fourth has a body, which must never be sent twice.</summary>
    public async Task CallAsync(int number)
    {
        var http = _caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient(Service);
        using var request = number % 4 == 0
            ? new HttpRequestMessage(HttpMethod.Post, "/orders")
            {
                Content = new StringContent($"{{\"number\":{number}}}", System.Text.Encoding.UTF8, "application/json"),
            }
            : new HttpRequestMessage(HttpMethod.Get, $"/orders/{number}");
        using var reply = await http.SendAsync(request);
        var body = await reply.Content.ReadAsStringAsync();
        if (!reply.IsSuccessStatusCode || !body.Contains($"\"number\":{number},", StringComparison.Ordinal))
            throw new InvalidOperationException($"{request.Method} answered {(int)reply.StatusCode}: {body}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Instances)
            await instance.DisposeAsync();
        await _caller.DisposeAsync();
    }

    private async Task AllOfferedAsync()
    {
        try
        {
            await _caller.WhenOfferedAsync(Service, Instances.Count);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                late.Message + string.Concat(Instances.Select(i => $"\n-- {i.Id} printed:\n{i.Process.Output}")), late);
        }
    }
}
