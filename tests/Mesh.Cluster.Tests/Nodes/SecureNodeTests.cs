using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

/// <summary>A node with certificates and tokens, and the command line against it.</summary>
public sealed class SecureNodeTests
{
    private const string Secret = "the-secret-of-the-operator";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Command_line_needs_the_authority_and_a_token()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        var tls = authority.Node("127.0.0.1");
        await using var node = await NodeProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Mesh__Tls__CertificateFile"] = tls.CertificateFile,
                ["Mesh__Tls__KeyFile"] = tls.KeyFile,
                ["Mesh__Tls__AuthorityFile"] = tls.AuthorityFile,
                ["Mesh__Access__Tokens__0__Name"] = "operator",
                ["Mesh__Access__Tokens__0__Secret"] = Secret,
                ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "read",
            });
        var url = $"https://127.0.0.1:{node.Ports.Http}";

        Assert.Equal((0, ""), await RunAsync("cluster", "show", "--node", url, "--ca", authority.AuthorityFile, "--token", Secret));
        var (exit, error) = await RunAsync("cluster", "show", "--node", url, "--ca", authority.AuthorityFile);
        Assert.Equal((1, "mesh: a token is needed: Authorization: Bearer TOKEN"), (exit, error.Trim()));
        (exit, error) = await RunAsync("register", "a", "--id", "b", "--address", "127.0.0.1:1", "--node", url, "--ca", authority.AuthorityFile, "--token", Secret);
        Assert.Equal((1, "mesh: token 'operator' does not allow register of a"), (exit, error.Trim()));
        (exit, error) = await RunAsync("cluster", "show", "--node", url, "--ca", other.AuthorityFile, "--token", Secret);
        Assert.Equal(1, exit);
        Assert.StartsWith($"mesh: no node at {url}/: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_beyond_loopback_without_tokens_does_not_start()
    {
        using var authority = new TestAuthority();
        var tls = authority.Node("10.1.2.3");
        var (exit, error) = await RunAsync(
            new Dictionary<string, string>
            {
                ["Mesh__Tls__CertificateFile"] = tls.CertificateFile,
                ["Mesh__Tls__KeyFile"] = tls.KeyFile,
                ["Mesh__Tls__AuthorityFile"] = tls.AuthorityFile,
            },
            "node", "--host", "10.1.2.3", "--port", "0", "--http", "0");

        Assert.Equal(2, exit);
        Assert.StartsWith("mesh node: Mesh:Access:Tokens: none are given and --host '10.1.2.3' is not loopback", error, StringComparison.Ordinal);
    }

    private static Task<(int Exit, string Error)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    private static async Task<(int Exit, string Error)> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(NodeBinary.Path, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync().WaitAsync(Limit);
        await output;
        return (process.ExitCode, error);
    }
}
