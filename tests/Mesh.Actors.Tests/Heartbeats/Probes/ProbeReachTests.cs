using System.Net;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;

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
        var result = await new HealthProbes(TimeProvider.System, ProbeReach.Default).CheckAsync(Terms with { Kind = kind, Target = target }, default);

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
}
