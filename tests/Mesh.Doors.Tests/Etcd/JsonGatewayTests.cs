using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Node.Etcd.Answers;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>The JSON gateway: a recorded conversation, its streams, and whatever else is thrown at it.</summary>
public sealed partial class JsonGatewayTests
{
    [Fact]
    public async Task The_recorded_conversation_is_answered_as_it_was()
    {
        await using var door = await TestDoor.StartAsync();
        var expected = (await File.ReadAllTextAsync(Path.Combine(Folder(), "json.txt"))).ReplaceLineEndings("\n");
        var actual = new StringBuilder();

        foreach (var line in expected.Split('\n').Where(l => l.StartsWith("> ", StringComparison.Ordinal)))
        {
            var parts = line[2..].Split(' ', 3);
            using var reply = await SendAsync(door, parts[0], parts[1], parts.Length > 2 ? parts[2] : "");
            var body = (await reply.Content.ReadAsStringAsync()).TrimEnd('\n');
            Assert.Equal("application/json", reply.Content.Headers.ContentType?.MediaType);
            Assert.True(JsonDocument.Parse(body).RootElement.ValueKind is JsonValueKind.Object);
            actual.Append(line).Append('\n').Append((int)reply.StatusCode).Append(' ').Append(Clean(body)).Append('\n');
        }

        Assert.Equal(expected, actual.ToString());
    }

    [Fact]
    public async Task A_watch_is_a_line_for_each_answer_and_goes_on()
    {
        await using var door = await TestDoor.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v3/watch")
        {
            Content = new StringContent("""{"create_request":{"key":"YQ==","range_end":"eg==","prev_kv":true}}"""),
        };
        using var reply = await door.Json.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync());

        Assert.Equal("""{"result":{"header":HEADER,"created":true}}""", Clean(await LineAsync(lines)));
        using var put = await SendAsync(door, "POST", "/v3/kv/put", """{"key":"Yg==","value":"MQ=="}""");
        Assert.Equal(
            """{"result":{"header":HEADER,"events":[{"kv":{"key":"Yg==","create_revision":"N","mod_revision":"N","version":"1","value":"MQ=="}}]}}""",
            Clean(await LineAsync(lines)));
        using var delete = await SendAsync(door, "POST", "/v3/kv/deleterange", """{"key":"Yg=="}""");
        Assert.StartsWith(
            """{"result":{"header":HEADER,"events":[{"type":"DELETE","kv":{"key":"Yg==","mod_revision":"N"},"prev_kv":""",
            Clean(await LineAsync(lines)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{\"key\":7}")]
    [InlineData("{\"key\":\"***\"}")]
    [InlineData("{\"unheard\":1}")]
    [InlineData("{\"key\":\"YQ==\",\"limit\":\"many\"}")]
    [InlineData("{\"key\":\"YQ==\",\"limit\":\"99999999999999999999\"}")]
    [InlineData("{\"key\":\"YQ==\",\"limit\":1.5}")]
    [InlineData("{\"key\":\"YQ==\",\"sort_order\":\"SIDEWAYS\"}")]
    [InlineData("{\"key\":\"YQ==\"}{")]
    public async Task A_body_that_is_not_the_request_is_refused_with_the_reason(string body)
    {
        await using var door = await TestDoor.StartAsync();

        using var reply = await SendAsync(door, "POST", "/v3/kv/range", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal(3, (await ErrorAsync(reply)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_field_that_nobody_knows_is_passed_over()
    {
        await using var door = await TestDoor.StartAsync();

        using var reply = await SendAsync(door, "POST", "/v3/kv/put", """{"key":"YQ==","value":"MQ==","unheard":{"of":[1]}}""");

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Theory]
    [InlineData("/v3/lock/lock")]
    [InlineData("/v3/election/campaign")]
    [InlineData("/v3beta/auth/user/add")]
    [InlineData("/v3/auth/enable")]
    [InlineData("/v3/cluster/member/add")]
    [InlineData("/v3/maintenance/snapshot")]
    public async Task What_etcd_has_and_a_mesh_has_not_is_unimplemented(string path)
    {
        await using var door = await TestDoor.StartAsync();

        using var reply = await SendAsync(door, "POST", path, "{}");

        Assert.Equal(HttpStatusCode.NotImplemented, reply.StatusCode);
        Assert.Equal(12, (await ErrorAsync(reply)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Metrics_are_at_the_port()
    {
        await using var door = await TestDoor.StartAsync();

        using var reply = await door.Json.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("text/plain", reply.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_refused()
    {
        await using var door = await TestDoor.StartAsync();

        using var reply = await SendAsync(door, "POST", "/v3/kv/put", new string(' ', EtcdLimits.RequestBytes + 1));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("etcdserver: request is too large", (await ErrorAsync(reply)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Whatever_comes_is_answered_in_json_and_the_door_stays_up()
    {
        await using var door = await TestDoor.StartAsync();
        string[] paths = ["kv/range", "kv/put", "kv/deleterange", "kv/txn", "kv/compaction", "lease/grant", "lease/keepalive", "watch", "lease/revoke", "maintenance/status", "x"];
        string[] pieces =
        [
            "{", "}", "[", "]", ":", ",", "\"", "\"key\":", "\"YQ==\"", "\"AA==\"", "\"range_end\":", "\"compare\":[", "\"success\":[", "{\"request_put\":{\"key\":\"YQ==\"}}",
            "\"target\":\"CREATE\"", "\"cancel_request\":{}", "null", "-1", "9223372036854775807", "1e400", "\\ud800", "\u0000", "\u00ff", "{\"TTL\":\"5\"}", "\"limit\":", "true",
        ];
        var body = Gen.Int[0, pieces.Length - 1].Array[0, 12].Select(all => string.Concat(all.Select(i => pieces[i])));

        await Gen.Select(Gen.Int[0, paths.Length - 1], body).SampleAsync(
            async sent =>
            {
                using var reply = await SendAsync(door, "POST", $"/v3/{paths[sent.Item1]}", sent.Item2);
                var text = await reply.Content.ReadAsStringAsync();
                Assert.NotEqual(HttpStatusCode.InternalServerError, reply.StatusCode);
                if (!reply.IsSuccessStatusCode)
                    await ErrorAsync(reply);
                Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            },
            iter: 1_000,
            threads: 2);

        using var after = await SendAsync(door, "POST", "/v3/kv/put", """{"key":"YQ==","value":"MQ=="}""");
        Assert.True(after.IsSuccessStatusCode);
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage reply)
    {
        var error = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(error.GetProperty("error").GetString(), error.GetProperty("message").GetString());
        Assert.NotEmpty(error.GetProperty("error").GetString()!);
        return error;
    }

    private static Task<HttpResponseMessage> SendAsync(TestDoor door, string method, string path, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        return door.Json.SendAsync(request);
    }

    private static async Task<string> LineAsync(StreamReader lines) =>
        await lines.ReadLineAsync().WaitAsync(Patience.Limit) ?? throw new InvalidOperationException("the stream ended");

    /// <summary>Ids and revisions differ from run to run; that they are text does not.</summary>
    private static string Clean(string body) => Revision().Replace(Header().Replace(body, "HEADER"), "$1\"N\"");

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("""\{"cluster_id":"\d+","member_id":"\d+","revision":"\d+","raft_term":"1"\}""")]
    private static partial Regex Header();

    [GeneratedRegex("""("(?:revision|create_revision|mod_revision)":)"\d+"(?=[,}])""")]
    private static partial Regex Revision();
}
