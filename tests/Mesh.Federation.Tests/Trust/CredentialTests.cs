using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Testing.Overlay;

namespace Mesh.Federation.Tests.Trust;

public sealed class CredentialTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = Now + TimeSpan.FromDays(1);

    private readonly TestFederation _federation = new();

    [Fact]
    public void Certified_gateway_is_believed_until_the_first_of_its_dates()
    {
        using var trust = new FederationTrust(_federation.Authority);
        using var gateway = _federation.NewGateway("eu", TestFederation.NewKey(), Until, Now + TimeSpan.FromHours(1));

        Assert.Null(trust.Refusal(gateway.Credential, Now.ToUnixTimeSeconds()));
        Assert.NotNull(trust.Refusal(gateway.Credential, (Now + TimeSpan.FromHours(1)).ToUnixTimeSeconds()));
    }

    [Fact]
    public void Any_changed_byte_makes_a_credential_worthless()
    {
        using var trust = new FederationTrust(_federation.Authority);
        using var gateway = _federation.NewGateway("eu", Until);
        var bytes = CredentialCodec.Write(gateway.Credential);
        Assert.InRange(bytes.Length, 200, CredentialCodec.MaxBytes);

        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 1;
            var isBelieved = CredentialCodec.TryRead(damaged, out var read)
                && read.NodeId == gateway.Credential.NodeId && trust.Refusal(read, Now.ToUnixTimeSeconds()) is null;
            Assert.False(isBelieved, $"byte {at}");
        }
    }

    [Fact]
    public void Closed_federation_refuses_other_authorities_and_meshes_that_nobody_certified()
    {
        using var trust = new FederationTrust(_federation.Authority);
        using var foreign = new TestFederation().NewGateway("eu", Until);
        using var alone = GatewayIdentity.Ephemeral("eu", Until);

        Assert.Contains("not certified", trust.Refusal(foreign.Credential, Now.ToUnixTimeSeconds()), StringComparison.Ordinal);
        Assert.Contains("not certified", trust.Refusal(alone.Credential, Now.ToUnixTimeSeconds()), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_federation_takes_any_mesh_that_vouches_for_its_gateway()
    {
        using var trust = new FederationTrust(default);
        using var alone = GatewayIdentity.Ephemeral("eu", Until);
        using var other = GatewayIdentity.Ephemeral("us", Until);

        Assert.Null(trust.Refusal(alone.Credential, Now.ToUnixTimeSeconds()));
        var borrowed = alone.Credential with { GatewayPoint = other.Credential.GatewayPoint };
        Assert.Contains("not vouched for", trust.Refusal(borrowed, Now.ToUnixTimeSeconds()), StringComparison.Ordinal);
    }

    [Fact]
    public void Credential_comes_back_from_pem_and_names_the_hashes_of_its_keys()
    {
        using var gateway = _federation.NewGateway("eu", Until);
        var read = CredentialCodec.FromPem(CredentialCodec.ToPem(gateway.Credential));

        Assert.Equal(CredentialCodec.Write(gateway.Credential), CredentialCodec.Write(read));
        Assert.Equal(NodeId.OfPublicKey(gateway.GatewayKey.ExportSubjectPublicKeyInfo()), read.NodeId);
        Assert.Equal(NodeId.OfPublicKey(gateway.Signer!.PublicKey.Span), read.MeshId);
    }
}
