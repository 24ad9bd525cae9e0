using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

public sealed class ReloadProcessTests : IDisposable
{
    private const string First = "the-first-secret-of-ops";
    private const string Second = "the-second-secret-of-ops";

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-reload").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Hang_up_reads_tokens_anew_and_ends_nothing()
    {
        var (settings, token) = (Path.Combine(_directory, "node.json"), Path.Combine(_directory, "token"));
        await WriteAsync(settings, First);
        await using var node = await NodeProcess.StartAsync("--config", settings);
        using var http = new HttpClient { BaseAddress = node.Http };
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, First));
        await WriteAsync(settings, Second);

        UnixSignal.HangUp(node.Pid);

        await Eventually.IsAsync(async () => await AskAsync(http, Second) == HttpStatusCode.OK, () => "the second does not count");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, First));
        await File.WriteAllTextAsync(token, Second + "\n");
        var run = await MeshProcess.RunAsync(null, "services", "--node", $"{node.Http}", "--token-file", token);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        await File.WriteAllTextAsync(token, First);
        run = await MeshProcess.RunAsync(null, "services", "--node", $"{node.Http}", "--token-file", token);
        Assert.Equal(1, run.Exit);
        run = await MeshProcess.RunAsync(null, "services", "--node", $"{node.Http}", "--token-file", token + ".none");
        Assert.Equal(2, run.Exit);
        Assert.Contains("--token-file", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
    }

    [Fact]
    public async Task Agent_of_consul_reloads_as_hang_up_does()
    {
        var settings = Path.Combine(_directory, "node.json");
        await WriteAsync(settings, ("ops", First, "operate"));
        await using var node = await NodeProcess.StartAsync("--consul", "--config", settings);
        using var http = new HttpClient { BaseAddress = node.Http };
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/agent/reload");
        request.Headers.Add("X-Consul-Token", First);
        await WriteAsync(settings, ("ops", First, "operate"), ("next", Second, "read"));
        using var reply = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, Second));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mesh/v1/services");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var reply = await http.SendAsync(request);
        return reply.StatusCode;
    }

    private static Task WriteAsync(string file, string secret) => WriteAsync(file, ("ops", secret, "read"));

    private static Task WriteAsync(string file, params (string Name, string Secret, string Right)[] tokens) => File.WriteAllTextAsync(
        file,
        JsonSerializer.Serialize(new
        {
            Mesh = new { Access = new { Tokens = tokens.Select(t => new { t.Name, t.Secret, Rules = new[] { new { Allow = new[] { t.Right } } } }) } },
        }));
}
