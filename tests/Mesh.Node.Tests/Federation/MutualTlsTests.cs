using System.Net.Security;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Catalog;
using Mesh.Federation.Link;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Remote;
using Mesh.Testing;
using Mesh.Views;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Node.Tests.Federation;

/// <summary>Who may ask a gateway of a closed federation, whom a gateway asks, and what is said of the others.</summary>
public sealed class MutualTlsTests : IAsyncLifetime, IDisposable
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private static readonly RemoteSettings Settings = RemoteSettings.Default with { Heartbeat = TimeSpan.FromMilliseconds(100) };

    private readonly TestCredentials _federation = new();
    private readonly TestCredentials _others = new();
    private readonly Mesh.Testing.Fakes.FakeMeshClient _mesh = new(TimeProvider.System);
    private readonly CancellationTokenSource _limit = new(Patience.Limit);
    private TestDoor _door = null!;
    private ImportCandidate _eu = null!;

    public async Task InitializeAsync()
    {
        _door = await TestDoor.StartAsync(_mesh, "eu", Settings, _federation.Tls("eu", "eu-1"));
        _eu = new ImportCandidate(_federation.MeshId("eu"), $"127.0.0.1:{_door.Port}");
        _mesh.Put(
            new InstanceView(TestCatalog.Instance("orders", "o-1"), Mesh.Testing.Fakes.FakeMeshClient.Self, Standing.Confirmed),
            ChangeKind.Added);
        await _mesh.SetPolicyAsync(Orders, Mesh.Selection.ServicePolicy.Default with { Exported = true });
    }

    public async Task DisposeAsync() => await _door.DisposeAsync();

    public void Dispose()
    {
        _federation.Dispose();
        _others.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Gateway_of_another_mesh_of_the_federation_gets_what_it_asks_for()
    {
        var snapshot = await SnapshotAsync(_federation.Tls("us", "us-1"), _eu);

        Assert.Equal(("eu", "o-1"), (snapshot.Mesh, Assert.Single(snapshot.Items).Instance.Id.Value));
        Assert.DoesNotContain(Lines(), l => l.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Those_that_are_refused_are_named_with_the_reason_and_harm_nobody()
    {
        using var link = new GrpcFederationLink(_federation.Tls("us", "us-1"), Settings, TimeProvider.System);
        await using var running = await BeginAsync(link, _eu);

        await LostAsync(Trusting(_others.Gateway("us", "us-x")), _eu, _door.Log,
            "a connection from 127.0.0.1 was refused: its certificate 'CN=us' does not go back to the authority of this federation");
        await LostAsync(_federation.Tls("old", "old-1", age: TimeSpan.FromDays(3), life: TimeSpan.FromDays(2)), _eu, _door.Log,
            "was refused: its certificate 'CN=old' is good from ");
        await Assert.ThrowsAsync<RpcException>(() => QueryAsync("https"));
        await SaidAsync("was refused: it shows no certificate");
        await Assert.ThrowsAsync<RpcException>(() => QueryAsync("http"));
        await SaidAsync("was refused: no TLS handshake came about: plain text");

        // Who was let in before goes on.
        for (var i = 0; i < 3; i++)
            Assert.True(await running.MoveNextAsync());
        await SnapshotAsync(_federation.Tls("asia", "asia-1"), _eu);
    }

    [Fact]
    public async Task Refusal_is_said_once_for_many_attempts()
    {
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<RpcException>(() => QueryAsync("https"));

        await SaidAsync("it shows no certificate");
        Assert.Single(Lines(), l => l.Contains("it shows no certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateway_whose_mesh_key_is_not_the_locators_is_not_asked()
    {
        _federation.Gateway("us", "us-2");

        await LostAsync(_federation.Tls("asia", "asia-1"), _eu with { MeshId = _federation.MeshId("us") }, _federation.Log,
            "the gateway at 127.0.0.1 is not asked: its certificate 'CN=eu' is of another mesh");
        await SnapshotAsync(_federation.Tls("asia", "asia-2"), _eu);
    }

    [Fact]
    public async Task Gateway_of_another_authority_is_not_asked_and_neither_is_one_whose_certificate_has_ended()
    {
        await using var foreign = await TestDoor.StartAsync(_mesh, "eu", Settings, _others.Tls("eu", "eu-x"));
        await using var ended = await TestDoor.StartAsync(
            _mesh, "old", Settings, _federation.Tls("old", "old-1", age: TimeSpan.FromDays(3), life: TimeSpan.FromDays(2)));
        var tls = _federation.Tls("us", "us-1");

        await LostAsync(tls, new ImportCandidate(_others.MeshId("eu"), $"127.0.0.1:{foreign.Port}"), _federation.Log,
            "is not asked: its certificate 'CN=eu' does not go back");
        await LostAsync(tls, new ImportCandidate(_federation.MeshId("old"), $"127.0.0.1:{ended.Port}"), _federation.Log,
            "is not asked: its certificate 'CN=old' is good from");
    }

    [Fact]
    public async Task Revoked_gateway_is_cut_off_at_once_and_refused_from_then_on()
    {
        using var link = new GrpcFederationLink(_federation.Tls("us", "us-1"), Settings, TimeProvider.System);
        await using var running = await BeginAsync(link, _eu);

        _federation.Revoke("eu-1", gateway: "us-1");
        Assert.True(_door.Tls!.Revocations.Refresh(out _));
        _door.Server.CutRevoked();

        while (running.Current is not LinkEvent.Lost)
            Assert.True(await running.MoveNextAsync(), "the stream was not lost");
        await LostAsync(_federation.Load(_federation.PathOf("us-1")), _eu, _door.Log,
            "a connection from 127.0.0.1 was refused: the key of its certificate 'CN=us', or of its mesh, is revoked");
        // The list names one gateway, not its mesh.
        await SnapshotAsync(_federation.Tls("us", "us-2"), _eu);
    }

    [Fact]
    public async Task Gateway_of_a_revoked_mesh_is_not_listened_to_any_more()
    {
        var tls = _federation.Tls("us", "us-1");
        using var link = new GrpcFederationLink(tls, Settings, TimeProvider.System);
        await using var running = await BeginAsync(link, _eu);

        _federation.Revoke("us-1", mesh: "eu");
        Assert.True(tls.Revocations.Refresh(out _));
        link.CutRevoked();

        while (running.Current is not LinkEvent.Lost)
            Assert.True(await running.MoveNextAsync(), "the stream was not lost");
        await using var again = link.SubscribeAsync(_eu, Orders, _limit.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await again.MoveNextAsync());
        Assert.IsType<LinkEvent.Lost>(again.Current);
    }

    [Fact]
    public async Task Open_federation_with_keys_takes_any_mesh_and_asks_only_the_one_it_means()
    {
        var own = Open(_federation.Gateway("open-eu", "open-1"));
        await using var door = await TestDoor.StartAsync(_mesh, "open-eu", Settings, own);
        var (at, other) = ($"127.0.0.1:{door.Port}", Open(_others.Gateway("open-us", "open-2")));

        await SnapshotAsync(other, new ImportCandidate(_federation.MeshId("open-eu"), at));
        Assert.IsType<LinkEvent.Lost>(await FirstAsync(other, new ImportCandidate(_others.MeshId("open-us"), at)));
    }

    [Fact]
    public async Task Call_of_the_overlay_tells_whose_certificate_opened_the_connection()
    {
        var folder = _federation.Gateway("us", "us-1");
        using var identity = GatewayIdentity.Load(folder, isClosed: true);
        using var carrier = new GrpcCallCarrier(_federation.Load(folder), () => System.Net.IPAddress.Parse("127.0.0.2"), TimeProvider.System);
        _door.Calls.Reply = new CallReply.Answered([new byte[] { 4, 5 }, new byte[] { 6 }]);

        var reply = await ReachAsync(carrier, [1, 2, 3]);

        Assert.Equal(["0405", "06"], Assert.IsType<CallReply.Answered>(reply).Datagrams.Select(d => Convert.ToHexString(d.Span)));
        var (peer, certified, datagram) = Assert.Single(_door.Calls.Received);
        Assert.Equal((identity.Credential.NodeId, "010203"), (certified!.Value, Convert.ToHexString(datagram)));
        // From the host that the gateway's datagrams come from.
        Assert.Equal(KadAddress.From(new(System.Net.IPAddress.Parse("127.0.0.2"), 1)).Host, peer.Host);
    }

    [Theory]
    [InlineData(nameof(CallFault.Malformed))]
    [InlineData(nameof(CallFault.Limited))]
    [InlineData(nameof(CallFault.Refused))]
    [InlineData(nameof(CallFault.Unavailable))]
    public async Task Call_that_fails_there_fails_here_for_the_same_reason(string name)
    {
        var fault = Enum.Parse<CallFault>(name);
        using var carrier = new GrpcCallCarrier(_federation.Tls("us", "us-1"), () => null, TimeProvider.System);
        _door.Calls.Reply = new CallReply.Failed(fault, "as told");

        var failed = Assert.IsType<CallReply.Failed>(await ReachAsync(carrier, [1]));

        Assert.Equal(fault, failed.Fault);
        Assert.Contains("as told", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_to_where_nobody_listens_and_one_without_a_certificate_fail_as_replies()
    {
        using var carrier = new GrpcCallCarrier(_federation.Tls("us", "us-1"), () => null, TimeProvider.System);
        using var plain = new GrpcCallCarrier(tls: null, () => null, TimeProvider.System);
        using var nobody = new DeadPort();

        Assert.IsType<CallReply.Failed>(await carrier.CallAsync(KadAddress.From(nobody.EndPoint), new byte[] { 1 }, _limit.Token));
        Assert.IsType<CallReply.Failed>(await plain.CallAsync(
            KadAddress.From(new(System.Net.IPAddress.Loopback, _door.Port)), new byte[] { 1 }, _limit.Token));
        Assert.Empty(_door.Calls.Received);
    }

    private static FederationTls Open(string folder) => FederationTls.Load(
        Path.Combine(folder, IdentityFiles.GatewayCertificate), Path.Combine(folder, IdentityFiles.GatewayKey), null, Silent());

    private static TlsRefusals Silent() =>
        new(Microsoft.Extensions.Logging.Abstractions.NullLogger<TlsRefusals>.Instance, TimeProvider.System);

    /// <summary>The keys of a stranger that believes the gateway all the same, so that the gateway has to refuse it.</summary>
    private FederationTls Trusting(string folder) => FederationTls.Load(
        Path.Combine(folder, IdentityFiles.GatewayCertificate),
        Path.Combine(folder, IdentityFiles.GatewayKey),
        Path.Combine(_federation.Gateway("any", "any-1"), IdentityFiles.AuthorityCertificate),
        Silent());

    private async Task<LinkEvent> FirstAsync(FederationTls tls, ImportCandidate gateway)
    {
        using var link = new GrpcFederationLink(tls, Settings, TimeProvider.System);
        await using var stream = link.SubscribeAsync(gateway, Orders, _limit.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await stream.MoveNextAsync());
        return stream.Current;
    }

    /// <summary>
    /// A stream that has begun. A handshake for which the machine takes longer than a gateway waits for one, a second, is begun
    /// anew, as a gateway does.
    /// </summary>
    private async Task<IAsyncEnumerator<LinkEvent>> BeginAsync(GrpcFederationLink link, ImportCandidate gateway)
    {
        IAsyncEnumerator<LinkEvent>? stream = null;
        await Eventually.SeesAsync(
            async () =>
            {
                if (stream is not null)
                    await stream.DisposeAsync();
                stream = link.SubscribeAsync(gateway, Orders, _limit.Token).GetAsyncEnumerator(CancellationToken.None);
                Assert.True(await stream.MoveNextAsync());
                return stream.Current;
            },
            begin => begin is LinkEvent.Snapshot,
            "a stream that begins");
        return stream!;
    }

    private async Task<LinkEvent.Snapshot> SnapshotAsync(FederationTls tls, ImportCandidate gateway)
    {
        using var link = new GrpcFederationLink(tls, Settings, TimeProvider.System);
        await using var stream = await BeginAsync(link, gateway);
        return (LinkEvent.Snapshot)stream.Current;
    }

    /// <summary>No stream comes about, and the reason is said: not at the first attempt if that ended too early for it.</summary>
    private Task LostAsync(FederationTls tls, ImportCandidate gateway, MemoryLog log, string reason) => Eventually.IsAsync(
        async () =>
        {
            Assert.IsType<LinkEvent.Lost>(await FirstAsync(tls, gateway));
            return log.Lines.Any(l => l.Contains(reason, StringComparison.Ordinal));
        },
        () => $"nothing said '{reason}' but:\n{string.Join('\n', log.Lines)}",
        Patience.Limit);

    /// <summary>The reply to the call that reached the door.</summary>
    private async Task<CallReply> ReachAsync(GrpcCallCarrier carrier, byte[] datagram)
    {
        CallReply reply = null!;
        await Eventually.SeesAsync(
            async () => reply = await carrier.CallAsync(KadAddress.From(new(System.Net.IPAddress.Loopback, _door.Port)), datagram, _limit.Token),
            _ => !_door.Calls.Received.IsEmpty,
            "a call that gets there");
        return reply;
    }

    private async Task QueryAsync(string scheme)
    {
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null },
        };
        using var channel = GrpcChannel.ForAddress($"{scheme}://{_eu.Address}", new GrpcChannelOptions { HttpHandler = handler });
        await new P.Federation.FederationClient(channel).QueryAsync(
            new P.ServiceRequest { Service = "orders" }, cancellationToken: _limit.Token);
    }

    private Task SaidAsync(string text) => Eventually.IsAsync(
        () => Task.FromResult(Lines().Any(l => l.Contains(text, StringComparison.Ordinal))),
        () => $"nothing said '{text}' but:\n{string.Join('\n', Lines())}",
        Patience.Limit);

    private IReadOnlyCollection<string> Lines() => _door.Log.Lines;
}
