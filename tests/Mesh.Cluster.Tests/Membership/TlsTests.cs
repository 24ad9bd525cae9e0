using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Testing;

namespace Mesh.Cluster.Tests.Membership;

public class TlsTests
{
    [Fact]
    public async Task Nodes_of_one_authority_form_a_mesh()
    {
        using var authority = new TestAuthority();
        await using var a = MembershipNode.Start(change: o => o.Tls = authority.Node("127.0.0.1", "localhost"));
        await using var b = MembershipNode.Start([a.Address], change: o => o.Tls = authority.Node("127.0.0.1", "localhost"));

        await a.SeesAsync(a, b);
        await b.SeesAsync(a, b);
    }

    [Fact]
    public async Task Node_of_another_authority_is_not_let_in()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var a = MembershipNode.Start(change: o => o.Tls = authority.Node("127.0.0.1"));
        await a.SeesAsync(a);
        var foreign = other.Node("127.0.0.1");
        // It trusts the mesh's authority, so that the refusal is the mesh's and not its own.
        foreign.AuthorityFile = authority.AuthorityFile;
        await using var b = MembershipNode.Start([a.Address], change: o => o.Tls = foreign);

        await a.Log.OneAsync<string>("a refuses it", l => l.Contains("not of the mesh authority", StringComparison.Ordinal));
        Assert.DoesNotContain(b.Reports.Seen, r => r is MembershipReport.Joined);
    }

    [Fact]
    public async Task Node_with_a_certificate_for_another_name_is_not_called()
    {
        using var authority = new TestAuthority();
        await using var a = MembershipNode.Start(change: o => o.Tls = authority.Node("elsewhere.example"));
        await a.SeesAsync(a);
        await using var b = MembershipNode.Start([a.Address], change: o => o.Tls = authority.Node("127.0.0.1"));

        await b.Log.OneAsync<string>("b refuses it", l => l.Contains("its certificate is not for 127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(b.Reports.Seen, r => r is MembershipReport.Joined);
    }

    [Fact]
    public async Task Node_without_tls_is_not_let_in_and_costs_nothing()
    {
        using var authority = new TestAuthority();
        await using var a = MembershipNode.Start(change: o => o.Tls = authority.Node("127.0.0.1"));
        await a.SeesAsync(a);
        await using var b = MembershipNode.Start([a.Address]);

        await b.UnansweredAsync(seconds: 3);
        Assert.True(a.Log.Seen.Count < 100, $"{a.Log.Seen.Count} lines of log");
        Assert.True(b.Log.Seen.Count < 100, $"{b.Log.Seen.Count} lines of log");
    }

    [Fact]
    public async Task Certificate_is_asked_of_clients()
    {
        using var authority = new TestAuthority();
        await using var a = MembershipNode.Start(change: o => o.Tls = authority.Node("127.0.0.1"));
        Assert.True(HostPort.TrySplit(a.Address, out var host, out var port));
        using var client = new TcpClient();
        await client.ConnectAsync(host, port);
        await using var tls = new System.Net.Security.SslStream(client.GetStream(), false, (_, shown, _, _) => shown is not null);
        try
        {
            await tls.AuthenticateAsClientAsync("127.0.0.1");
            await tls.WriteAsync(new byte[64]);
            Assert.Equal(0, await tls.ReadAsync(new byte[1]));
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Closed while shaking hands, or on the first byte: what is asked for.
        }
    }

    [Fact]
    public void Unusable_files_are_named()
    {
        using var authority = new TestAuthority();
        var node = authority.Node("127.0.0.1");
        Assert.Empty(MeshTls.Check(node));
        Assert.Empty(MeshTls.Check(new MeshTlsOptions()));

        Assert.Contains("Mesh:Tls:AuthorityFile", Assert.Single(MeshTls.Check(
            new MeshTlsOptions { CertificateFile = node.CertificateFile, KeyFile = node.KeyFile })), StringComparison.Ordinal);
        Assert.Contains("/nowhere.pem", Assert.Single(MeshTls.Check(
            new MeshTlsOptions { CertificateFile = "/nowhere.pem", AuthorityFile = node.AuthorityFile })), StringComparison.Ordinal);
        Assert.Contains("Mesh:Tls:CertificateFile", Assert.Single(MeshTls.Check(
            new MeshTlsOptions { CertificateFile = node.CertificateFile, AuthorityFile = node.AuthorityFile })), StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_loopback_it_takes_certificates_or_the_insecure_switch()
    {
        using var authority = new TestAuthority();
        var options = new MeshOptions { Host = "10.0.0.1" };
        Assert.Contains("Mesh:Insecure", Assert.Single(MeshOptionsValidation.Check(options)), StringComparison.Ordinal);

        options.Tls = authority.Node("10.0.0.1");
        Assert.Empty(MeshOptionsValidation.Check(options));

        Assert.Empty(MeshOptionsValidation.Check(new MeshOptions { Host = "10.0.0.1", Insecure = true }));
    }

    [Fact]
    public async Task Taken_port_is_said_in_words()
    {
        await using var a = MembershipNode.Start();
        Assert.True(HostPort.TrySplit(a.Address, out _, out var port));

        var fault = Assert.ThrowsAny<Exception>(() => MembershipNode.Start(port: port));

        Assert.Contains($"Mesh:Port: '{port}' is taken", StartFault.Line(fault, "127.0.0.1", port), StringComparison.Ordinal);
    }
}
