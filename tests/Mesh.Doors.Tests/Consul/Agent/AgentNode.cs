using Mesh.Doors.Tests.Consul.Support;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>A node with the Consul door as a process of its own, open to old clients: what clients of an agent meet.</summary>
public sealed class AgentNode : IAsyncLifetime
{
    private readonly string[] _arguments;

    public AgentNode()
        : this([])
    {
    }

    internal AgentNode(string[] arguments) => _arguments = arguments;

    internal NodeProcess Process { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>"host:port" of the door.</summary>
    public string Address => Process.Http.Authority;

    public static async Task<AgentNode> StartAsync(params string[] arguments)
    {
        var node = new AgentNode(arguments);
        await node.InitializeAsync();
        return node;
    }

    public async Task InitializeAsync()
    {
        Process = await NodeProcess.StartAsync(["--consul", "--consul-get-writes", .. _arguments]);
        Http = new HttpClient { BaseAddress = new Uri(Process.Http, "/v1/"), Timeout = TimeSpan.FromSeconds(120) };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }

    public async Task<Reply> SendAsync(string method, string path, string body = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body.Length > 0)
            request.Content = new StringContent(body);
        return await Reply.OfAsync(await Http.SendAsync(request));
    }

    public Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    public async Task PutAsync(string path, string body = "")
    {
        var reply = await SendAsync("PUT", path, body);
        Assert.True(reply.Status == 200, $"PUT {path} answered {reply.Status}: {reply.Body}");
    }

    /// <summary>Id and status of the one check of the one instance of a service, that of its node apart.</summary>
    public async Task<(string Id, string Status, string Output)> CheckAsync(string service)
    {
        var entry = Assert.Single((await GetAsync($"health/service/{service}")).Json.EnumerateArray());
        var check = Assert.Single(entry.GetProperty("Checks").EnumerateArray(), c => c.GetProperty("ServiceID").GetString() != "");
        return (check.GetProperty("CheckID").GetString()!, check.GetProperty("Status").GetString()!, check.GetProperty("Output").GetString()!);
    }

    public async Task<bool> IsPassingAsync(string service) =>
        (await GetAsync($"health/service/{service}?passing")).Json.GetArrayLength() > 0;

    /// <summary>Asks until the answer fits; each asking is a request, so nothing spins.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string expected) =>
        NodeApi.UntilAsync(holds, TimeSpan.FromSeconds(90), expected);
}
