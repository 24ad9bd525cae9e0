using System.Net;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Hosting;
using Mesh.Options;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

public sealed class ProbeReachTests
{
    private const string Refusal = "checks do not reach addresses of the link";

    private static readonly HealthTerms Terms = new() { Timeout = TimeSpan.FromSeconds(60), Interval = TimeSpan.FromSeconds(60) };

    public static TheoryData<HealthKind, string> Targets => new()
    {
        { HealthKind.Http, "http://169.254.169.254/latest/meta-data/" },
        { HealthKind.Http, "http://[fe80::1]/" },
        { HealthKind.Tcp, "169.254.169.254:80" },
        { HealthKind.Grpc, "169.254.169.254:80" },
        { HealthKind.Udp, "169.254.169.254:80" },
        { HealthKind.H2Ping, "100.100.100.200:80" },
    };

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("169.253.255.255", true)]
    [InlineData("::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("169.254.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("febf::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    public void Addresses_of_the_link_and_of_metadata_are_left_out(string address, bool expected)
    {
        Assert.Equal(expected, ProbeReach.Default.Allows(IPAddress.Parse(address)));
        Assert.True(new ProbeReach(true).Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Check_of_such_an_address_is_critical_with_the_reason(HealthKind kind, string target)
    {
        var result = await new HealthProbes(TimeProvider.System, ProbeReach.Default).CheckAsync(
            Terms with { Kind = kind, Target = target }, "169.254.169.254", default);

        Assert.Equal(InstanceStatus.Critical, result.Status);
        Assert.Contains(Refusal, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_to_such_an_address_is_not_followed()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data/");
            return Task.CompletedTask;
        });

        var result = await new HttpProbe(TimeProvider.System).CheckAsync(
            Terms with { Kind = HealthKind.Http, Target = $"http://{server.Address}/" }, default);

        Assert.Contains(Refusal, result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1:80", "192.0.2.1", true)]
    [InlineData("127.0.0.1:9", "192.0.2.1", true)]
    [InlineData("[::1]:9", "192.0.2.1", true)]
    [InlineData("[::ffff:127.0.0.1]:9", "192.0.2.1", true)]
    [InlineData("localhost:9", "192.0.2.1", true)]
    [InlineData("192.0.2.7:80", "192.0.2.1", true)]
    [InlineData("192.0.2.2:80", "192.0.2.1", false)]
    [InlineData("192.0.2.2:80", "localhost", false)]
    [InlineData("127.0.0.1:9", "", true)]
    public async Task Check_reaches_the_instance_the_node_and_loopback_alone(string target, string host, bool expected)
    {
        var detail = await DetailAsync(ProbeReach.From(new MeshOptions(), "192.0.2.7"), target, host);

        Assert.Equal(expected, !detail.Contains("checks reach the instance's own address", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0:9")]
    [InlineData("[::]:9")]
    public async Task Address_that_stands_for_any_is_none_to_check(string target)
    {
        var terms = Terms with { Kind = HealthKind.Udp, Target = target, Timeout = TimeSpan.FromMilliseconds(10) };

        var result = await new HealthProbes(TimeProvider.System, ProbeReach.From(new MeshOptions(), "")).CheckAsync(terms, "192.0.2.1", default);

        Assert.Equal(InstanceStatus.Critical, result.Status);
    }

    [Theory]
    [InlineData("192.0.2.2", "192.0.2.2:80", true)]
    [InlineData("192.0.2.0/24", "192.0.2.2:80", true)]
    [InlineData("192.0.2.0/24", "198.51.100.1:80", false)]
    [InlineData("2001:db8::/32", "[2001:db8::1]:80", true)]
    [InlineData("*", "198.51.100.1:80", true)]
    [InlineData("*", "169.254.169.254:80", false)]
    [InlineData("169.254.0.0/16", "169.254.169.254:80", false)]
    public async Task Listed_targets_are_reached_but_those_of_the_link(string listed, string target, bool expected)
    {
        var options = new MeshOptions();
        options.CheckTargets.Add(listed);

        var detail = await DetailAsync(ProbeReach.From(options, "192.0.2.7"), target, "192.0.2.1");

        Assert.Equal(expected, !detail.Contains("checks ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("db.internal", "DB.internal", true)]
    [InlineData("*.internal", "db.internal", true)]
    [InlineData("*.internal", "internal", false)]
    [InlineData("*.internal", "db.internal.example", false)]
    public void Listed_names_are_those_that_are_asked_for(string listed, string name, bool expected) =>
        Assert.Equal(expected, CheckTargets.Of([listed]).HasName(name));

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("http://db")]
    [InlineData("db:80")]
    [InlineData("a.*.b")]
    [InlineData("")]
    public void Target_that_cannot_be_listed_stops_the_start(string listed)
    {
        var options = new MeshOptions();
        options.CheckTargets.Add(listed);

        Assert.Contains("Mesh:CheckTargets:0", Assert.Single(MeshOptionsValidation.Check(options)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_is_an_answer_like_any_other_unless_it_may_be_followed()
    {
        var options = new MeshOptions();
        await using var server = await LocalServer.StartAsync(context =>
        {
            if (context.Request.Path == "/")
                context.Response.Redirect("/there");
            return Task.CompletedTask;
        });
        var terms = Terms with { Kind = HealthKind.Http, Target = $"http://{server.Address}/" };

        var shut = await new HealthProbes(TimeProvider.System, ProbeReach.From(options, "")).CheckAsync(terms, "", default);
        options.FollowCheckRedirects = true;
        var open = await new HealthProbes(TimeProvider.System, ProbeReach.From(options, "")).CheckAsync(terms, "", default);

        Assert.StartsWith("HTTP 302", shut.Detail, StringComparison.Ordinal);
        Assert.True(open.IsGood, open.Detail);
    }

    /// <summary>Sends a datagram to an address for documentation: whether somebody is there is of no matter.</summary>
    private static async Task<string> DetailAsync(ProbeReach reach, string target, string host)
    {
        var terms = Terms with { Kind = HealthKind.Udp, Target = target, Body = "x", Timeout = TimeSpan.FromMilliseconds(10) };
        return (await new HealthProbes(TimeProvider.System, reach).CheckAsync(terms, host, default)).Detail;
    }
}
