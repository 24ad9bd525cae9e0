using Mesh.Testing;

namespace Mesh.Actors.Tests.Links;

public sealed class LinkCertificateTests : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Node_shows_its_new_certificate_without_a_restart()
    {
        var tls = _authority.Node("elsewhere.example");
        await using var a = LinkSystem.Start(tls: tls);
        await using var b = LinkSystem.Start(tls: _authority.Node("127.0.0.1"));
        Assert.Null((await b.Greeter.AskAsync(a.Address)).Node);

        TestAuthority.Renew(tls, _authority.Node("127.0.0.1"));

        await Eventually.IsAsync(async () => (await b.Greeter.AskAsync(a.Address)).Node is not null, () => "b does not hear a");
    }

    [Fact]
    public async Task Connection_ends_when_the_certificate_of_its_other_end_is_revoked()
    {
        var (own, lost) = (_authority.Node("127.0.0.1"), _authority.Node("127.0.0.1"));
        _authority.Revoke();
        own.RevocationFile = _authority.RevocationFile;
        await using var a = LinkSystem.Start(tls: own);
        await using var b = LinkSystem.Start(tls: lost);
        Assert.Equal("heard", await b.EchoAsync(a, "heard"));

        _authority.Revoke(lost);

        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("is revoked", StringComparison.Ordinal)), "not so: a lets b go");
        await Eventually.IsAsync(async () => (await b.Greeter.AskAsync(a.Address)).Node is null, () => "a hears b still");
    }

    [Fact]
    public async Task Peer_with_a_wrong_certificate_harms_itself_only()
    {
        await using var a = LinkSystem.Start(tls: _authority.Node("127.0.0.1"));
        await using var good = LinkSystem.Start(tls: _authority.Node("127.0.0.1"));
        await using var wrong = LinkSystem.Start(tls: _authority.Node("elsewhere.example"));
        await using var unfit = LinkSystem.Start(tls: _authority.Node(new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), [ForServers], "127.0.0.1"));
        Assert.Equal("before", await good.EchoAsync(a, "before"));

        wrong.System.ActorSelection($"{a.Provider.DefaultAddress}/user/echo").Tell("lost", Akka.Actor.ActorRefs.NoSender);
        unfit.System.ActorSelection($"{a.Provider.DefaultAddress}/user/echo").Tell("lost", Akka.Actor.ActorRefs.NoSender);
        a.System.ActorSelection($"{wrong.Provider.DefaultAddress}/user/echo").Tell("lost", Akka.Actor.ActorRefs.NoSender);

        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("its certificate is not for 127.0.0.1", StringComparison.Ordinal)), "not so: a refuses the name");
        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("not for the purpose of a TLS client", StringComparison.Ordinal)), "not so: a refuses the purpose");
        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("not for the name it was called by", StringComparison.Ordinal)), "not so: a does not call it");
        Assert.Equal("after", await good.EchoAsync(a, "after"));
        Assert.Equal("back", await a.EchoAsync(good, "back"));
        Assert.False(a.System.WhenTerminated.IsCompleted);
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost")]
    [InlineData("localhost", "127.0.0.1")]
    public async Task Node_is_found_under_a_name_that_is_not_in_its_certificate_and_linked_with_under_its_own_alone(string host, string other)
    {
        await using var a = LinkSystem.Start(host, tls: _authority.Node(host));
        await using var b = LinkSystem.Start(tls: _authority.Node("127.0.0.1"));

        Assert.Equal((a.Address, ""), await AskAsync(b, $"{other}:{a.Port}"));
        Assert.Equal("there", await b.EchoAsync(a, "there"));
        Assert.Empty(b.Warnings);

        b.System.ActorSelection($"akka.ssl.tcp://mesh@{other}:{a.Port}/user/echo").Tell("lost", Akka.Actor.ActorRefs.NoSender);
        await Eventually.IsAsync(() => b.Warnings.Any(w => w.Contains("not for the name it was called by", StringComparison.Ordinal)), "not so: b does not call it");
    }

    /// <summary>Whatever it is asked by: the certificate must be for the host that it says it is.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Node_that_says_it_is_at_a_host_which_its_certificate_is_not_for_is_found_by_nobody(string asked)
    {
        await using var wrong = LinkSystem.Start(tls: _authority.Node("elsewhere.example"));
        await using var b = LinkSystem.Start(tls: _authority.Node("127.0.0.1"));

        Assert.Null((await AskAsync(b, $"{asked}:{wrong.Port}")).Address);
        await Eventually.IsAsync(() => b.Warnings.Any(w => w.Contains("certificate is not for 127.0.0.1", StringComparison.Ordinal)), "not so: b says why");
    }

    [Theory]
    [InlineData("foreign", "not of the mesh authority")]
    [InlineData("ended", "not valid now")]
    [InlineData("client", "not for the purpose of a TLS server")]
    [InlineData("revoked", "is revoked")]
    public async Task Certificate_that_is_no_good_is_so_under_any_name(string what, string reason)
    {
        using var other = new TestAuthority();
        var shown = what switch
        {
            "foreign" => other.Node("127.0.0.1"),
            "ended" => _authority.Node(new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), [], "127.0.0.1"),
            "client" => _authority.Node(new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), [ForClients], "127.0.0.1"),
            _ => _authority.Node("127.0.0.1"),
        };
        var own = _authority.Node("127.0.0.1");
        _authority.Revoke(what == "revoked" ? [shown] : []);
        own.RevocationFile = _authority.RevocationFile;
        await using var bad = LinkSystem.Start(tls: shown);
        await using var b = LinkSystem.Start(tls: own);

        Assert.Null((await AskAsync(b, $"localhost:{bad.Port}")).Address);
        await Eventually.IsAsync(() => b.Warnings.Any(w => w.Contains(reason, StringComparison.Ordinal)), "not so: b says why");
    }

    private static async Task<(string? Address, string Refusal)> AskAsync(LinkSystem asker, string address)
    {
        var greeting = await asker.Greeter.AskAsync(address);
        return (greeting.Node?.Address, greeting.Refusal);
    }
}
