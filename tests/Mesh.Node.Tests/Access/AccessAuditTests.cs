using System.Net.Http.Headers;
using System.Text.Json;
using Mesh.Node.Access;
using Mesh.Node.Tests.Support;

namespace Mesh.Node.Tests.Access;

public sealed class AccessAuditTests : IDisposable
{
    private const string Shop = "the-secret-of-the-shop";
    private const string Wrong = "a-secret-of-somebody-else";

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-audit").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Changes_and_refusals_are_written_down_with_who_and_what_and_without_secrets()
    {
        await using (var node = await TestNode.StartAsync(settings: Settings()))
        {
            await SendAsync(node, HttpMethod.Put, "/mesh/v1/services/shop-a/i", Shop);
            await SendAsync(node, HttpMethod.Get, "/mesh/v1/services/shop-a", Shop);
            await SendAsync(node, HttpMethod.Put, "/mesh/v1/services/billing/i", Shop);
            await SendAsync(node, HttpMethod.Get, "/mesh/v1/services", Wrong);
            await SendAsync(node, HttpMethod.Delete, "/mesh/v1/services/shop-a/i", null);
        }

        var text = await File.ReadAllTextAsync(AuditPath);
        var lines = Entries(text);

        Assert.Equal(
            [
                "shop|PUT /mesh/v1/services/shop-a/i|register of shop-a|allowed",
                "shop|PUT /mesh/v1/services/billing/i|register of billing|denied",
                "unknown token|GET /mesh/v1/services|read of any service|unknown_token",
                "anonymous|DELETE /mesh/v1/services/shop-a/i|register of shop-a|no_token",
            ],
            lines.Select(l => $"{l["who"]}|{l["what"]}|{l["needs"]}|{l["outcome"]}"));
        Assert.All(lines, l => Assert.Equal("127.0.0.1", $"{l["from"]}"));
        Assert.DoesNotContain(Shop, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(AuditPath));
    }

    [Fact]
    public async Task Flood_of_wrong_tokens_is_few_lines_whose_counts_are_exact()
    {
        await using (var node = await TestNode.StartAsync(settings: Settings()))
        {
            for (var i = 0; i < 200; i++)
                await SendAsync(node, HttpMethod.Get, $"/mesh/v1/services/shop-{i}", Wrong);
        }

        var lines = Entries(await File.ReadAllTextAsync(AuditPath));

        Assert.Equal(AuditGate.LinesOfOneKind + 1, lines.Length);
        Assert.Equal(200, lines.Sum(l => l.TryGetValue("repeated", out var more) ? more.GetInt64() : 1));
    }

    [Fact]
    public async Task Decisions_are_a_metric()
    {
        await using var node = await TestNode.StartAsync(settings: Settings());
        await SendAsync(node, HttpMethod.Get, "/mesh/v1/services", Wrong);
        await SendAsync(node, HttpMethod.Get, "/mesh/v1/services", Wrong);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "the-secret-of-everything");
        using var reply = await node.Http.SendAsync(request);

        Assert.Contains("mesh_access_decisions_total{outcome=\"unknown_token\"} 2", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_was_moved_away_is_opened_anew()
    {
        await using (var node = await TestNode.StartAsync(settings: Settings()))
        {
            await SendAsync(node, HttpMethod.Put, "/mesh/v1/services/shop-a/i", Shop);
            File.Move(AuditPath, AuditPath + ".1");
            node.Service<AccessAudit>().Reopen();
            await SendAsync(node, HttpMethod.Put, "/mesh/v1/services/shop-b/i", Shop);
        }

        // Which of the two the first line is in depends on how soon it was written; the second is in the new one.
        Assert.Contains("shop-b", await File.ReadAllTextAsync(AuditPath), StringComparison.Ordinal);
        Assert.Equal(2, Entries(await File.ReadAllTextAsync(AuditPath) + await File.ReadAllTextAsync(AuditPath + ".1")).Length);
    }

    private string AuditPath => Path.Combine(_directory, "audit.jsonl");

    private static Dictionary<string, JsonElement>[] Entries(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(l)!)];

    private Dictionary<string, string?> Settings() => new()
    {
        ["Mesh:Access:AuditFile"] = AuditPath,
        ["Mesh:Access:Tokens:0:Name"] = "shop",
        ["Mesh:Access:Tokens:0:Secret"] = Shop,
        ["Mesh:Access:Tokens:0:Rules:0:Prefix"] = "shop-",
        ["Mesh:Access:Tokens:0:Rules:0:Allow:0"] = "read",
        ["Mesh:Access:Tokens:0:Rules:0:Allow:1"] = "register",
        ["Mesh:Access:Tokens:1:Name"] = "all",
        ["Mesh:Access:Tokens:1:Secret"] = "the-secret-of-everything",
        ["Mesh:Access:Tokens:1:Rules:0:Allow:0"] = "read",
    };

    private static async Task SendAsync(TestNode node, HttpMethod method, string path, string? secret)
    {
        using var request = new HttpRequestMessage(method, path);
        if (secret is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (method == HttpMethod.Put)
            request.Content = new StringContent("{\"host\":\"10.0.0.1\",\"port\":8080}");
        using var reply = await node.Http.SendAsync(request);
    }
}
