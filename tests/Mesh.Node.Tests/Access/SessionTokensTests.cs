using Mesh.Node.Access;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Access;

public sealed class SessionTokensTests
{
    private const string Secret = "the-secret-of-the-shop";
    private const string Key = "a-key-that-all-nodes-have";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void Session_is_not_the_secret_and_is_taken_at_every_node_with_the_token_and_the_key()
    {
        var session = Sessions(Options(Key, Secret)).Issue(Secret)!;

        Assert.DoesNotContain(Secret, session, StringComparison.Ordinal);
        Assert.DoesNotContain(AccessPolicy.Hash(Secret), session, StringComparison.Ordinal);
        Assert.Equal("shop", Sessions(Options(Key, Secret)).GrantOf(session)?.Name);
        Assert.Null(Sessions(Options("another-key-of-a-node", Secret)).GrantOf(session));
        Assert.Null(Sessions(Options(Key, "another-secret-of-it")).GrantOf(session));
    }

    [Fact]
    public void Session_ends_with_its_time()
    {
        var sessions = Sessions(Options(Key, Secret));
        var session = sessions.Issue(Secret)!;

        _time.Advance(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1));
        Assert.NotNull(sessions.GrantOf(session));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(sessions.GrantOf(session));
    }

    [Fact]
    public void Session_ends_with_its_token()
    {
        var policy = new CurrentPolicy(AccessPolicy.From(Options(Key, Secret)));
        var sessions = new SessionTokens(policy, Microsoft.Extensions.Options.Options.Create(Options(Key, Secret)), _time);
        var session = sessions.Issue(Secret)!;

        Assert.Null(policy.Take(Options(Key, "another-secret-of-it")));

        Assert.Null(sessions.GrantOf(session));
    }

    [Fact]
    public void Whatever_is_changed_in_a_session_is_noticed()
    {
        var sessions = Sessions(Options(Key, Secret));
        var session = sessions.Issue(Secret)!;

        for (var i = 0; i < session.Length; i++)
        {
            var changed = session[..i] + (session[i] == '0' ? '1' : '0') + session[(i + 1)..];
            Assert.True(sessions.GrantOf(changed) is null, changed);
        }

        Assert.Null(sessions.GrantOf(session + "0"));
        Assert.Null(sessions.GrantOf(session[..^1]));
        Assert.Null(sessions.GrantOf(""));
        Assert.Null(sessions.GrantOf("mesh1..."));
    }

    [Fact]
    public void Unknown_secret_gets_none() => Assert.Null(Sessions(Options(Key, Secret)).Issue("not-a-secret-of-anybody"));

    private SessionTokens Sessions(AccessOptions options) => new(
        new CurrentPolicy(AccessPolicy.From(options)), Microsoft.Extensions.Options.Options.Create(options), _time);

    private static AccessOptions Options(string key, string secret)
    {
        var token = new AccessTokenOptions { Name = "shop", Secret = secret };
        token.Rules.Add(new AccessRuleOptions { Prefix = "", Allow = { AccessAction.Read } });
        var options = new AccessOptions { SessionKey = key };
        options.Tokens.Add(token);
        return options;
    }
}
