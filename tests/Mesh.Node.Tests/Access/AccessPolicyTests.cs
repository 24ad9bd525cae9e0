using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Listening;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Tests.Access;

public sealed class AccessPolicyTests
{
    private const string Secret = "a-secret-of-the-shop";

    [Fact]
    public void Without_tokens_everybody_may_do_everything()
    {
        var policy = AccessPolicy.From(new AccessOptions());

        Assert.True(policy.IsOpen);
        Assert.All(Enum.GetValues<AccessAction>(), a => Assert.True(policy.GrantOf("anything")!.Allows(a, "orders")));
    }

    [Theory]
    [InlineData(Secret, "shop-orders", "Register", true)]
    [InlineData(Secret, "SHOP-orders", "Register", true)]
    [InlineData(Secret, "billing", "Register", false)]
    [InlineData(Secret, "billing", "Read", true)]
    [InlineData(Secret, null, "Read", true)]
    [InlineData(Secret, null, "Register", false)]
    [InlineData(Secret, "shop-orders", "Operate", false)]
    [InlineData(null, "public-status", "Read", true)]
    [InlineData(null, "billing", "Read", false)]
    public void Rules_allow_by_prefix_and_action(string? secret, string? service, string action, bool expected) =>
        Assert.Equal(expected, Shop().GrantOf(secret)!.Allows(Enum.Parse<AccessAction>(action), service));

    [Fact]
    public void Unknown_secret_has_no_grant() => Assert.Null(Shop().GrantOf("another-secret-altogether"));

    [Fact]
    public void Token_given_by_its_hash_is_found_by_its_secret()
    {
        var options = new AccessOptions();
        options.Tokens.Add(Token("ops", "", AccessPolicy.Hash(Secret).ToUpperInvariant(), Rule("", AccessAction.Operate)));

        Assert.Equal("ops", AccessPolicy.From(options).GrantOf(Secret)!.Name);
    }

    [Theory]
    [InlineData("", Secret, "", "Mesh:Access:Tokens:0:Name: '' must have 1 to 64 characters")]
    [InlineData("a", "short", "", "Mesh:Access:Tokens:0:Secret: has 5 characters, 16 to 256 are needed")]
    [InlineData("a", "", "zz", "Mesh:Access:Tokens:0:Sha256: must be 64 hexadecimal digits")]
    [InlineData("a", Secret, "zz", "Mesh:Access:Tokens:0: either Secret or Sha256, not both")]
    public void Fault_names_the_key_and_not_the_secret(string name, string secret, string hash, string expected)
    {
        var options = new AccessOptions();
        options.Tokens.Add(Token(name, secret, hash, Rule("", AccessAction.Read)));

        var result = Validate(options, new MeshClientOptions());

        Assert.Equal([expected], result.Failures!);
    }

    [Fact]
    public void Token_without_a_rule_is_a_fault()
    {
        var options = new AccessOptions();
        options.Tokens.Add(Token("a", Secret, ""));

        Assert.Equal(["Mesh:Access:Tokens:0:Rules: at least one, or the token allows nothing"], Validate(options, new MeshClientOptions()).Failures!);
    }

    [Theory]
    [InlineData("shop *")]
    [InlineData("/services/shop")]
    [InlineData("*")]
    public void Prefix_that_no_name_begins_with_is_a_fault(string prefix)
    {
        var options = new AccessOptions();
        options.Tokens.Add(Token("a", Secret, "", Rule(prefix, AccessAction.Read)));

        Assert.StartsWith($"Mesh:Access:Tokens:0:Rules:0:Prefix: '{prefix}' ", Validate(options, new MeshClientOptions()).Failures!.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rights_of_those_without_a_token_are_a_fault_where_nobody_has_one()
    {
        var options = new AccessOptions();
        options.Anonymous.Add(Rule("public-", AccessAction.Read));

        Assert.StartsWith("Mesh:Access:Anonymous: ", Validate(options, new MeshClientOptions()).Failures!.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mesh.example", null, true)]
    [InlineData("*.mesh.example", null, true)]
    [InlineData("*", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("http://mesh.example", null, false)]
    [InlineData("*mesh.example", null, false)]
    [InlineData("mesh.*", null, false)]
    [InlineData("", null, false)]
    [InlineData(null, "https://board.example", true)]
    [InlineData(null, "https://board.example:8443/", true)]
    [InlineData(null, "board.example", false)]
    [InlineData(null, "https://board.example/page", false)]
    [InlineData(null, "https://board.example:443", false)]
    [InlineData(null, "*", false)]
    public void Hosts_and_origins_are_in_the_form_in_which_they_are_compared(string? host, string? origin, bool expected)
    {
        var options = new AccessOptions();
        if (host is not null)
            options.Hosts.Add(host);
        if (origin is not null)
            options.Origins.Add(origin);

        var result = Validate(options, new MeshClientOptions());

        Assert.Equal(expected, result.Succeeded);
        Assert.True(expected || result.Failures!.Single().StartsWith($"Mesh:Access:{(host is null ? "Origins" : "Hosts")}:0: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Beyond_loopback_it_takes_tokens_or_the_insecure_switch()
    {
        var wide = new MeshClientOptions { Host = "10.0.0.1" };

        Assert.StartsWith("Mesh:Access:Tokens: none are given and Mesh:Host '10.0.0.1' is not loopback",
            Validate(new AccessOptions(), wide).Failures!.Single(), StringComparison.Ordinal);
        Assert.True(Validate(new AccessOptions(), new MeshClientOptions { Host = "10.0.0.1", Insecure = true }).Succeeded);
        Assert.True(Validate(new AccessOptions(), new MeshClientOptions()).Succeeded);
    }

    [Fact]
    public void Secret_that_two_tokens_share_is_a_fault()
    {
        var options = new AccessOptions();
        options.Tokens.Add(Token("a", Secret, "", Rule("", AccessAction.Read)));
        options.Tokens.Add(Token("b", "", AccessPolicy.Hash(Secret), Rule("", AccessAction.Operate)));

        Assert.Equal(["Mesh:Access:Tokens: 'a' and 'b' have the same secret"], Validate(options, new MeshClientOptions()).Failures!);
    }

    [Fact]
    public void Dns_takes_reading_by_everybody()
    {
        var options = new AccessOptions();
        options.Tokens.Add(Token("a", Secret, "", Rule("", AccessAction.Read)));

        Assert.StartsWith("--dns: ", Validate(options, new MeshClientOptions(), dns: 0).Failures!.Single(), StringComparison.Ordinal);
        options.Anonymous.Add(Rule("", AccessAction.Read));
        Assert.True(Validate(options, new MeshClientOptions(), dns: 0).Succeeded);
    }

    private static ValidateOptionsResult Validate(AccessOptions options, MeshClientOptions mesh, int? dns = null) =>
        new AccessOptionsValidator(Microsoft.Extensions.Options.Options.Create(mesh), new DoorSettings { Dns = dns }).Validate(null, options);

    private static AccessPolicy Shop()
    {
        var options = new AccessOptions();
        options.Tokens.Add(Token("shop", Secret, "", Rule("shop-", AccessAction.Register), Rule("", AccessAction.Read)));
        options.Anonymous.Add(Rule("public-", AccessAction.Read));
        return AccessPolicy.From(options);
    }

    private static AccessTokenOptions Token(string name, string secret, string hash, params AccessRuleOptions[] rules)
    {
        var token = new AccessTokenOptions { Name = name, Secret = secret, Sha256 = hash };
        foreach (var rule in rules)
            token.Rules.Add(rule);
        return token;
    }

    private static AccessRuleOptions Rule(string prefix, AccessAction action)
    {
        var rule = new AccessRuleOptions { Prefix = prefix };
        rule.Allow.Add(action);
        return rule;
    }
}
