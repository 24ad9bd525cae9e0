using System.Net;
using System.Net.Http.Headers;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>Options of the program as people run it, from wherever they give them.</summary>
public sealed class NodeOptionTests : IDisposable
{
    private const string Secret = "the-secret-of-the-operator";

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-options").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Reference_file_itself_starts_a_node()
    {
        await using var node = await NodeProcess.StartAsync("--config", SourceTree.PathOf("hocon", "mesh.conf"));

        Assert.NotEqual(0, node.Ports.Remoting);
    }

    [Fact]
    public async Task Tokens_of_a_settings_file_in_json_guard_the_node()
    {
        var secret = Write("operator.secret", Secret + "\n");
        var file = Write("access.json", $$"""
            { "Mesh": { "Access": { "Tokens": [
                { "Name": "operator", "SecretFile": "{{secret}}", "Rules": [ { "Prefix": "", "Allow": [ "read" ] } ] } ] } } }
            """);
        await using var node = await NodeProcess.StartAsync("--config", file);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await AskAsync(node, null), await AskAsync(node, Secret)));
    }

    [Fact]
    public async Task Appsettings_of_the_working_directory_count_and_are_weaker_than_settings_files()
    {
        Write("appsettings.json", """{ "Mesh": { "NodeName": "appsettings", "Zone": "appsettings" } }""");
        Write("appsettings.Staging.json", """{ "Mesh": { "NodeName": "staging" } }""");
        var file = Write("node.conf", "mesh { zone = file }");
        await using var node = await NodeProcess.StartInAsync(
            _directory, new() { ["DOTNET_ENVIRONMENT"] = "Staging" }, "--config", file);

        using var api = new NodeApi(node.Http);
        var self = (await api.GetAsync("/mesh/v1/cluster")).GetProperty("members")[0];
        Assert.Equal(("staging", "file"), (self.GetProperty("name").GetString(), self.GetProperty("zone").GetString()));
    }

    [Theory]
    [InlineData("node.conf", "mesh { stabel-after = 5s }", "mesh.stabel-after is not a key; did you mean mesh.stable-after?")]
    [InlineData("node.conf", "mash { name = x }", "mash is not a section; did you mean mesh?")]
    [InlineData("node.json", """{ "Mash": { } }""", "Mash is not a section; did you mean Mesh?")]
    [InlineData("node.json", """{ "MeshName": "x" }""", "MeshName is not a section; the options stand in a section Mesh")]
    [InlineData("node.json", "mesh { }", "is not JSON")]
    public async Task Unknown_name_in_a_file_is_one_line_with_the_nearest_and_exit_2(string name, string text, string expected)
    {
        var file = Write(name, text);

        var run = await MeshProcess.RunAsync(null, "node", "--port", "0", "--http", "0", "--config", file);

        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.StartsWith($"mesh node: config file '{file}'", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("""{ "Mesh": { "Dns": { "Tll": 2 } } }""", "mesh node: Mesh:Dns:Tll is not a key; did you mean Mesh:Dns:Ttl?\n")]
    [InlineData("""{ "Mesh": { "Federation": { "Grace": "later" } } }""", "mesh node: Mesh:Federation:Grace: 'later' must be a duration such as 500ms, 10s, 1m30s or PT10S, 1s to 10m\n")]
    [InlineData("""{ "Mesh": { "Etcd": { "KratosPrefix": "/services/" } } }""", "mesh node: Mesh:Etcd:KratosPrefix: '/services/' must differ from the other prefixes\n")]
    public async Task Unknown_key_and_bad_value_in_json_are_one_line_and_exit_2(string text, string expected)
    {
        var run = await MeshProcess.RunAsync(null, "node", "--port", "0", "--http", "0", "--config", Write("node.json", text));

        Assert.Equal((2, "", expected), (run.Exit, run.Out, run.Error));
    }

    [Theory]
    [InlineData("mesh node: --etcd-json: '8502' is the port of --http too\n", "--http", "8502", "--etcd-json", "8502")]
    [InlineData("mesh node: --dns: '8503' is the port of --etcd too\n", "--http", "0", "--etcd", "8503", "--dns", "8503")]
    public async Task Two_doors_at_one_port_are_told_before_either_opens(string expected, params string[] arguments)
    {
        var run = await MeshProcess.RunAsync(null, ["node", "--port", "0", .. arguments]);

        Assert.Equal((2, "", expected), (run.Exit, run.Out, run.Error));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<HttpStatusCode> AskAsync(NodeProcess node, string? token)
    {
        using var http = new HttpClient();
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Http, "/mesh/v1/services"));
        question.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(question);
        return answer.StatusCode;
    }
}
