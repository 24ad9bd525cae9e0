using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Mesh.Hosting;
using Mesh.Testing;

namespace Mesh.Core.Tests.Options;

public sealed class MeshCertificatesTests : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const string ForAnything = "2.5.29.37.0";

    private static readonly DateTimeOffset Later = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Files_that_have_changed_and_come_to_rest_are_read_again_once()
    {
        var node = _authority.Node("a.example");
        var certificates = MeshCertificates.Of(node)!;
        var before = certificates.Current;
        Assert.False(certificates.Refresh(out _));

        TestAuthority.Renew(node, _authority.Node("b.example"));

        Assert.False(certificates.Refresh(out _));
        Assert.True(certificates.Refresh(out var trouble));
        Assert.Null(trouble);
        Assert.NotEqual(before.Own.Thumbprint, certificates.Current.Own.Thumbprint);
        Assert.False(certificates.Refresh(out _));
    }

    [Fact]
    public void Files_that_cannot_be_used_change_nothing_and_are_named()
    {
        var node = _authority.Node("a.example");
        var certificates = MeshCertificates.Of(node)!;
        var before = certificates.Current;

        File.WriteAllText(node.CertificateFile, "half a certifi");
        Assert.False(certificates.Refresh(out _));
        Assert.False(certificates.Refresh(out var trouble));

        Assert.Contains(node.CertificateFile, trouble, StringComparison.Ordinal);
        Assert.Same(before, certificates.Current);
    }

    [Theory]
    [InlineData(true, true, ForServers, ForClients)]
    [InlineData(true, true, ForAnything)]
    [InlineData(true, true)]
    [InlineData(true, false, ForServers)]
    [InlineData(false, true, ForClients)]
    public void Certificate_is_taken_for_the_purposes_that_it_names(bool server, bool client, params string[] purposes)
    {
        var set = CertificateSet.Read(_authority.Node("a.example"));
        using var peer = Certificate(_authority.Node(Later, purposes, "b.example"));

        Assert.Equal(server, set.Refusal(peer, SslPolicyErrors.None, PeerPurpose.Server) is null);
        Assert.Equal(client, set.Refusal(peer, SslPolicyErrors.None, PeerPurpose.Client) is null);
    }

    [Theory]
    [InlineData(ForServers)]
    [InlineData(ForClients)]
    public void Node_whose_certificate_is_not_for_both_purposes_does_not_start(string purpose) =>
        Assert.Contains("extended key usage", Assert.Single(MeshTls.Check(_authority.Node(Later, [purpose], "a.example"))), StringComparison.Ordinal);

    [Fact]
    public void Revoked_certificate_is_refused_and_the_others_are_not()
    {
        var (own, lost) = (_authority.Node("a.example"), _authority.Node("b.example"));
        _authority.Revoke(lost);
        own.RevocationFile = _authority.RevocationFile;
        var set = CertificateSet.Read(own);

        using var shown = Certificate(lost);

        Assert.Contains("is revoked", set.Refusal(shown, SslPolicyErrors.None, PeerPurpose.Client), StringComparison.Ordinal);
        Assert.Null(set.Refusal(set.Own, SslPolicyErrors.None, PeerPurpose.Client));
    }

    [Fact]
    public void List_that_the_authority_has_not_signed_does_not_count()
    {
        using var other = new TestAuthority();
        var own = _authority.Node("a.example");
        own.RevocationFile = other.RevocationFile;
        other.Revoke();

        Assert.Contains("not signed by the mesh authority", Assert.Single(MeshTls.Check(own)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN X509 CRL-----\nMAMCAQE=\n-----END X509 CRL-----")]
    [InlineData("0 not a list")]
    public void File_without_a_list_is_named(string content)
    {
        var own = _authority.Node("a.example");
        own.RevocationFile = _authority.RevocationFile;
        File.WriteAllText(own.RevocationFile, content);

        Assert.Contains(own.RevocationFile, Assert.Single(MeshTls.Check(own)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, "")]
    [InlineData(13, "ends at")]
    [InlineData(0, "ended at")]
    public void Certificate_that_ends_within_a_fortnight_is_to_be_seen_to(int days, string expected)
    {
        var end = new DateTimeOffset(2040, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var certificates = MeshCertificates.Of(_authority.Node(end, [], "a.example"))!;

        var notice = certificates.NoticeAt(end.AddDays(-days));

        Assert.Equal(expected.Length == 0, notice.Length == 0);
        Assert.Contains(expected, notice, StringComparison.Ordinal);
    }

    [Fact]
    public void List_that_was_to_be_replaced_counts_on_and_is_to_be_seen_to()
    {
        var (own, lost) = (_authority.Node("a.example"), _authority.Node("b.example"));
        own.RevocationFile = _authority.RevocationFile;
        var due = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _authority.Revoke(own.RevocationFile, due, lost);
        var certificates = MeshCertificates.Of(own)!;
        using var shown = Certificate(lost);

        Assert.Contains("revocation list", certificates.NoticeAt(due.AddDays(1)), StringComparison.Ordinal);
        Assert.Equal("", certificates.NoticeAt(due.AddDays(-1)));
        Assert.True(certificates.Current.Revocations.Contains(shown));
    }

    private static X509Certificate2 Certificate(MeshTlsOptions node) =>
        X509Certificate2.CreateFromPem(File.ReadAllText(node.CertificateFile));
}
