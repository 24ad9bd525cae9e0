using System.Security.Cryptography;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Testing;
using Mesh.Testing.Overlay;

namespace Mesh.Federation.Tests.Trust;

/// <summary>Keys that the authority takes back.</summary>
public sealed class RevocationTests : IDisposable
{
    private static readonly DateTimeOffset Until = VirtualTime.Start + TimeSpan.FromDays(1);

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"revoked-{Guid.NewGuid():N}");
    private readonly TestFederation _federation = new();
    private readonly GatewayIdentity _member;
    private readonly Revocations _revocations;
    private int _writes;

    public RevocationTests()
    {
        _member = _federation.NewGateway("eu", Until);
        _revocations = new Revocations(_file, _federation.Authority);
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void List_comes_back_from_its_file_as_it_was_signed()
    {
        var list = _federation.Revoke(7, _member.Credential.NodeId, NodeId.Max);

        var read = RevocationCodec.FromPem(RevocationCodec.ToPem(list));

        Assert.Equal((7ul, list.Issued), (read.Number, read.Issued));
        Assert.Equal(list.Ids, read.Ids);
        Assert.True(_federation.HasIssued(read));
        Assert.False(_federation.HasIssued(read with { Ids = read.Ids.Remove(NodeId.Max) }));
        Assert.False(_federation.HasIssued(read with { Number = 8 }));
        Assert.Throws<CryptographicException>(() => RevocationCodec.FromPem(CredentialCodec.ToPem(_member.Credential)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Key_of_a_gateway_or_of_its_mesh_that_is_revoked_is_not_believed(bool isGateway)
    {
        using var trust = new FederationTrust(_federation.Authority, _revocations);
        Assert.Null(trust.Refusal(_member.Credential, VirtualTime.Start.ToUnixTimeSeconds()));

        Write(_federation.Revoke(1, isGateway ? _member.Credential.NodeId : _member.Credential.MeshId));

        Assert.True(_revocations.Refresh(out _));
        Assert.Equal(
            isGateway ? "the gateway's key is revoked" : "the mesh's key is revoked",
            trust.Refusal(_member.Credential, VirtualTime.Start.ToUnixTimeSeconds()));
    }

    [Fact]
    public void List_of_another_authority_an_older_one_and_a_damaged_one_change_nothing()
    {
        Assert.False(_revocations.Refresh(out var missing));
        Assert.Null(missing);
        Write(_federation.Revoke(5, NodeId.Max));
        Assert.True(_revocations.Refresh(out _));
        Assert.False(_revocations.Refresh(out var again));
        Assert.Null(again);

        foreach (var (list, reason) in new[]
        {
            (RevocationCodec.ToPem(new TestFederation().Revoke(9, _member.Credential.NodeId)), "not signed by the authority"),
            (RevocationCodec.ToPem(_federation.Revoke(4, _member.Credential.NodeId)), "it is list 4, and 5 is known"),
            ("not a list", "holds no 'MESH REVOCATIONS'"),
            ("-----BEGIN MESH REVOCATIONS-----\nAAAA\n-----END MESH REVOCATIONS-----\n", "holds no 'MESH REVOCATIONS'"),
            (new string('x', RevocationCodec.MaxBytes + 1), "are read"),
        })
        {
            Write(list);
            Assert.False(_revocations.Refresh(out var trouble));
            Assert.Contains(reason, trouble, StringComparison.Ordinal);
        }

        Assert.Equal((5ul, true), (_revocations.List.Number, _revocations.Contains(NodeId.Max)));
        Assert.False(_revocations.Contains(_member.Credential.NodeId));
    }

    private void Write(RevocationList list) => Write(RevocationCodec.ToPem(list));

    /// <summary>The clock of the file system may be coarser than a test.</summary>
    private void Write(string text)
    {
        File.WriteAllText(_file, text);
        File.SetLastWriteTimeUtc(_file, VirtualTime.Start.UtcDateTime.AddSeconds(++_writes));
    }
}
