using System.Net;
using System.Net.Http.Headers;
using Mesh.Node.Access;
using Mesh.Node.Hosting;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Node.Tests.Access;

public sealed class TokenReloadTests : IDisposable
{
    private const string First = "the-first-secret-of-ops";
    private const string Second = "the-second-secret-of-ops";

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-reload").FullName;

    private string Settings => Path.Combine(_directory, "node.json");

    private string SecretFile => Path.Combine(_directory, "secret");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Tokens_of_a_file_that_has_changed_count_and_those_of_before_do_not()
    {
        Write("\"Secret\": \"" + First + "\"");
        var (app, _) = Build();
        await using var built = app;
        var (policy, reload) = (app.Services.GetRequiredService<CurrentPolicy>(), app.Services.GetRequiredService<TokenReload>());
        Write("\"Secret\": \"" + Second + "\"");

        Assert.Null(reload.Reload());

        Assert.NotNull(policy.Value.GrantOf(Second));
        Assert.Null(policy.Value.GrantOf(First));
        Assert.Contains(Settings, reload.Files);
    }

    [Fact]
    public async Task File_of_a_secret_is_looked_at_too()
    {
        await File.WriteAllTextAsync(SecretFile, First + "\n");
        Write($"\"SecretFile\": \"{SecretFile}\"");
        var (app, _) = Build();
        await using var built = app;
        var reload = app.Services.GetRequiredService<TokenReload>();
        Assert.Contains(SecretFile, reload.Files);
        await File.WriteAllTextAsync(SecretFile, Second + "\n");

        Assert.Null(reload.Reload());

        Assert.NotNull(app.Services.GetRequiredService<CurrentPolicy>().Value.GrantOf(Second));
    }

    [Theory]
    [InlineData("{ \"Mesh\": { \"Access\": { \"Tokens\": [] } } }", "decided when it starts")]
    [InlineData("{ \"Mesh\": { \"Access\": { \"Tokens\": [ { \"Name\": \"ops\", \"Secret\": \"short\" } ] } } }", "Mesh:Access:Tokens:0:Secret")]
    [InlineData("{ \"Mesh\": { \"Acess\": {} } }", "is not a key")]
    [InlineData("{ half", "node.json")]
    public async Task What_cannot_be_used_changes_nothing_and_is_named(string text, string expected)
    {
        Write("\"Secret\": \"" + First + "\"");
        var (app, _) = Build();
        await using var built = app;
        var reload = app.Services.GetRequiredService<TokenReload>();
        await File.WriteAllTextAsync(Settings, text);

        Assert.Contains(expected, reload.Reload(), StringComparison.Ordinal);

        Assert.NotNull(app.Services.GetRequiredService<CurrentPolicy>().Value.GrantOf(First));
    }

    [Fact]
    public async Task Stream_of_a_token_that_is_taken_away_ends_and_that_of_another_goes_on()
    {
        await using var node = await TestNode.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Mesh:Access:Tokens:0:Name"] = "first",
            ["Mesh:Access:Tokens:0:Secret"] = First,
            ["Mesh:Access:Tokens:0:Rules:0:Allow:0"] = "read",
            ["Mesh:Access:Tokens:1:Name"] = "second",
            ["Mesh:Access:Tokens:1:Secret"] = Second,
            ["Mesh:Access:Tokens:1:Rules:0:Allow:0"] = "read",
        });
        using var lost = await WatchAsync(node, First);
        using var kept = await WatchAsync(node, Second);
        var left = new AccessOptions();
        var token = new AccessTokenOptions { Name = "second", Secret = Second };
        token.Rules.Add(new AccessRuleOptions { Prefix = "", Allow = { AccessAction.Read } });
        left.Tokens.Add(token);

        Assert.Null(node.Service<CurrentPolicy>().Take(left));

        await Assert.ThrowsAnyAsync<Exception>(() => EndAsync(lost)).WaitAsync(Patience.Limit);
        Assert.False(EndAsync(kept).IsCompleted);
    }

    [Fact]
    public async Task Token_has_as_many_requests_open_as_it_may_and_others_are_not_held_up()
    {
        await using var node = await TestNode.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Mesh:Access:Tokens:0:Name"] = "first",
            ["Mesh:Access:Tokens:0:Secret"] = First,
            ["Mesh:Access:Tokens:0:MaxRequests"] = "2",
            ["Mesh:Access:Tokens:0:Rules:0:Allow:0"] = "read",
            ["Mesh:Access:Tokens:1:Name"] = "second",
            ["Mesh:Access:Tokens:1:Secret"] = Second,
            ["Mesh:Access:Tokens:1:Rules:0:Allow:0"] = "read",
        });
        var one = await WatchAsync(node, First);
        using var two = await WatchAsync(node, First);

        using (var refused = await AskAsync(node, First))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("MaxRequests", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var other = await AskAsync(node, Second))
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        one.Dispose();
        await Eventually.IsAsync(
            async () =>
            {
                using var again = await AskAsync(node, First);
                return again.StatusCode is HttpStatusCode.OK;
            },
            () => "there is no room again");
    }

    private static Task<HttpResponseMessage> AskAsync(TestNode node, string secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/mesh/v1/services");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return node.Http.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> WatchAsync(TestNode node, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mesh/v1/watch?service=orders");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        var reply = await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return reply;
    }

    private static async Task EndAsync(HttpResponseMessage reply)
    {
        await using var stream = await reply.Content.ReadAsStreamAsync();
        var part = new byte[4_096];
        while (await stream.ReadAsync(part) > 0)
        {
        }

        throw new EndOfStreamException();
    }

    private void Write(string secret) => File.WriteAllText(
        Settings, "{ \"Mesh\": { \"Access\": { \"Tokens\": [ { \"Name\": \"ops\", " + secret + ", \"Rules\": [ { \"Allow\": [ \"read\" ] } ] } ] } } }");

    private (Microsoft.AspNetCore.Builder.WebApplication App, NodeSettings) Build() =>
        NodeHost.Build(new NodeCommand(new Dictionary<string, string?>(), [Settings], false), new QuietStart(TimeProvider.System));
}
