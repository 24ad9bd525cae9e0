using System.Net;
using Akka.TestKit.Xunit2;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using Mesh.Testing.Processes;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Node.Tests.Processes;

/// <summary>Gateways as processes: keys made by the command line, nodes of three meshes, commands that ask them.</summary>
public sealed class GatewayProcessTests : TestKit
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-federation-");

    [Fact]
    public async Task Nodes_of_three_meshes_form_an_overlay_and_find_what_a_fourth_mesh_published()
    {
        await CertsAsync("authority", "--out", Folder("ca"));
        foreach (var mesh in new[] { "eu", "us", "asia", "africa" })
        {
            await CertsAsync("mesh", mesh, "--authority", Folder("ca"), "--out", Folder(mesh));
            await CertsAsync("gateway", "--mesh", Folder(mesh), "--out", Folder(mesh + "-1"));
        }

        await using var eu = await StartAsync("eu");
        var seed = $"127.0.0.1:{eu.Ports.Gateway}";
        await using var us = await StartAsync("us", "--federation-seed", seed);
        await using var asia = await StartAsync("asia", "--federation-seed", seed);
        NodeProcess[] nodes = [eu, us, asia];
        await Eventually.EqualAsync([2, 2, 2], () => Task.WhenAll(nodes.Select(PeersAsync)), "peers of each");

        // They are clusters of their own: nothing but datagrams goes between them.
        foreach (var node in nodes)
        {
            using var api = new NodeApi(node.Http);
            Assert.Single(await api.MembersAsync());
        }

        var meshId = await PublishAsync("africa", seed);
        foreach (var node in nodes)
        {
            var found = await MeshAsync(node, "kad", "lookup", "orders", "--output", "json");
            Assert.Contains($"\"mesh\":\"{meshId}\",\"name\":\"africa\"", found, StringComparison.Ordinal);
        }

        Assert.Contains("us", await MeshAsync(us, "kad", "table"), StringComparison.Ordinal);
        // One ping, which a busy machine may answer too late.
        await Eventually.SeesAsync(
            async () => (await MeshProcess.RunAsync(null, "kad", "ping", seed, "--node", $"{asia.Http}")).Out,
            said => said.Contains(" is ", StringComparison.Ordinal),
            "an answer of the seed to a ping");
        // What was published, and beside it the names of those of the three meshes that have published theirs by now.
        Assert.Matches("^([1-4]) records under \\1 keys", await MeshAsync(asia, "kad", "store-stats"));
        using var metrics = new NodeApi(us.Http);
        Assert.True(await metrics.MetricAsync("mesh_overlay_contacts") >= 2);
        using var http = new HttpClient { BaseAddress = us.Http };
        Assert.Contains("\nmesh_overlay_regions_searched_total", await http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(0, await us.TerminateAsync(Patience.Limit));
    }

    [Theory]
    [InlineData("mesh node: --federation-credentials: '' is required in a closed federation", "--gateway", "127.0.0.1:0")]
    [InlineData("mesh node: --gateway: '0.0.0.0:1' must be ADDRESS:PORT", "--gateway", "0.0.0.0:1", "--federation-mode", "open")]
    [InlineData("mesh node: --gateway: 'x' must be ADDRESS:PORT", "--gateway", "x", "--federation-mode", "open")]
    [InlineData("mesh node: --federation-credentials: '' is required beyond loopback", "--gateway", "10.1.2.3:4100", "--federation-mode", "open")]
    [InlineData("mesh node: --federation-seed: 'y' must be host:port", "--gateway", "127.0.0.1:0", "--federation-mode", "open", "--federation-seed", "y")]
    [InlineData("mesh node: --federation-mode: 'ajar' must be closed or open", "--gateway", "127.0.0.1:0", "--federation-mode", "ajar")]
    [InlineData("mesh node: --gateway: '' is required when other keys", "--federation-seed", "127.0.0.1:1")]
    [InlineData("mesh node: --federation-credentials: '/nowhere' cannot be used", "--gateway", "127.0.0.1:0", "--federation-credentials", "/nowhere")]
    public async Task Wrong_options_stop_the_start_in_one_line(string begin, params string[] options)
    {
        var (exit, _, error) = await MeshProcess.RunAsync(null, ["node", "--port", "0", "--http", "0", .. options]);

        Assert.StartsWith(begin, error, StringComparison.Ordinal);
        Assert.Equal((2, 1), (exit, error.Count(c => c == '\n')));
    }

    [Fact]
    public async Task Certificates_are_not_written_over_and_a_mesh_keeps_its_id_when_its_certificate_is_renewed()
    {
        await CertsAsync("authority", "--out", Folder("ca"));
        var first = await CertsAsync("mesh", "eu", "--authority", Folder("ca"), "--out", Folder("eu"));
        var again = await CertsAsync("mesh", "eu", "--authority", Folder("ca"), "--out", Folder("eu"), "--days", "30");
        await CertsAsync("gateway", "--mesh", Folder("eu"), "--out", Folder("eu-1"));
        var twice = await MeshProcess.RunAsync(null, "certs", "gateway", "--mesh", Folder("eu"), "--out", Folder("eu-1"));

        Assert.Equal(first.Split(' ')[2], again.Split(' ')[2]);
        Assert.NotEqual(first, again);
        Assert.Equal(1, twice.Exit);
        Assert.Contains("is there already", twice.Error, StringComparison.Ordinal);
        Assert.Contains("\nusable\n", (await CertsAsync("show", Folder("eu-1"))).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Folder("eu-1"), "gateway.key")));
    }

    [Fact]
    public async Task Certificates_of_a_gateway_lead_to_its_mesh_and_to_the_authority()
    {
        await CertsAsync("authority", "--out", Folder("ca"));
        await CertsAsync("mesh", "eu", "--authority", Folder("ca"), "--out", Folder("eu"));
        await CertsAsync("gateway", "--mesh", Folder("eu"), "--host", "gw.example", "10.0.0.1", "--out", Folder("eu-1"));
        var chain = new System.Security.Cryptography.X509Certificates.X509Certificate2Collection();
        chain.ImportFromPemFile(Path.Combine(Folder("eu-1"), IdentityFiles.GatewayCertificate));
        var authority = new System.Security.Cryptography.X509Certificates.X509Certificate2Collection();
        authority.ImportFromPemFile(Path.Combine(Folder("eu-1"), IdentityFiles.AuthorityCertificate));
        using var builder = new System.Security.Cryptography.X509Certificates.X509Chain();
        builder.ChainPolicy.TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust;
        builder.ChainPolicy.CustomTrustStore.AddRange(authority);
        builder.ChainPolicy.ExtraStore.AddRange(chain);
        builder.ChainPolicy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck;

        Assert.True(builder.Build(chain[0]), string.Join(", ", builder.ChainStatus.Select(s => s.StatusInformation)));
        Assert.True(chain[0].MatchesHostname("gw.example") && chain[0].MatchesHostname("10.0.0.1"));
        using var identity = GatewayIdentity.Load(Folder("eu-1"), isClosed: true);
        Assert.Equal(identity.Credential.NodeId, NodeId.OfPublicKey(chain[0].PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.Equal(identity.Credential.MeshId, NodeId.OfPublicKey(chain[1].PublicKey.ExportSubjectPublicKeyInfo()));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Delete(recursive: true);
    }

    private static async Task<int> PeersAsync(NodeProcess node)
    {
        using var api = new NodeApi(node.Http);
        return (await api.GetAsync("/mesh/v1/kad/table")).GetProperty("peers").GetArrayLength();
    }

    private static async Task<string> MeshAsync(NodeProcess node, params string[] arguments)
    {
        var (exit, output, error) = await MeshProcess.RunAsync(null, [.. arguments, "--node", node.Http.ToString()]);
        Assert.True(exit == 0, error);
        return output;
    }

    private static async Task<string> CertsAsync(params string[] arguments)
    {
        var (exit, output, error) = await MeshProcess.RunAsync(null, ["certs", .. arguments]);
        Assert.True(exit == 0, error);
        return output;
    }

    /// <summary>A gateway in the test's own process, which can publish what no node exports yet.</summary>
    /// <returns>The mesh's id, when all four hold the record: who answers too late is a holder less.</returns>
    private async Task<NodeId> PublishAsync(string mesh, string seed)
    {
        var fleet = new OverlayFleet(Sys, TimeProvider.System);
        var gateway = fleet.Start(
            UdpDatagramSocket.Bind,
            new IPEndPoint(IPAddress.Loopback, 0),
            [KadAddress.From(IPEndPoint.Parse(seed))],
            GatewayIdentity.Load(Folder(mesh + "-1"), isClosed: true),
            OverlayFleet.PatientSettings);
        await Eventually.EqualAsync(3, () => Task.FromResult(gateway.Contacts), "contacts of the fourth gateway");
        await Eventually.EqualAsync(
            4,
            async () => Assert.IsType<Published>(await gateway.PublishAsync(new OverlaySubject.Service("orders"))).Holders,
            "gateways that hold the record");
        return gateway.MeshId;
    }

    private Task<NodeProcess> StartAsync(string mesh, params string[] further) => NodeProcess.StartAsync(
        ["--mesh", mesh, "--gateway", "127.0.0.1:0", "--federation-credentials", Folder(mesh + "-1"), .. further]);

    private string Folder(string name) => Path.Combine(_folder.FullName, name);
}
