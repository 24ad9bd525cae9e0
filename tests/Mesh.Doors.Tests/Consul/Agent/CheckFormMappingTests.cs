using System.Text;
using Mesh.Catalog;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Consul.Json;

namespace Mesh.Doors.Tests.Consul.Agent;

public sealed class CheckFormMappingTests
{
    [Fact]
    public void Every_field_of_a_request_is_taken()
    {
        var (terms, faults) = Read(
            """
            {"HTTP":"https://h/","Method":"POST","Header":{"X":["1","2"]},"Body":"b","TLSSkipVerify":true,"DisableRedirects":true,
             "TLSServerName":"n","Interval":"5s","timeout":1500000000,"SuccessBeforePassing":2,"failures_before_warning":1,
             "FailuresBeforeCritical":3,"DeregisterCriticalServiceAfter":"2h"}
            """);

        Assert.Empty(faults);
        Assert.Equal(
            new HealthTerms
            {
                Kind = HealthKind.Http,
                Target = "https://h/",
                Method = "POST",
                Headers = ValueMap<string>.From([new("X", "1, 2")]),
                Body = "b",
                SkipVerify = true,
                NoRedirects = true,
                ServerName = "n",
                Interval = TimeSpan.FromSeconds(5),
                Timeout = TimeSpan.FromSeconds(1.5),
                Passes = 2,
                WarnFails = 1,
                Fails = 3,
                DeregisterAfter = TimeSpan.FromHours(2),
            },
            terms);
    }

    [Theory]
    [InlineData("""{"TTL":"10ms"}""", HealthKind.Ttl)]
    [InlineData("""{"TCP":"h:1","Interval":"1ms"}""", HealthKind.Tcp)]
    [InlineData("""{"UDP":"h:1","Interval":1}""", HealthKind.Udp)]
    [InlineData("""{"GRPC":"h:1/s","Interval":"1us"}""", HealthKind.Grpc)]
    [InlineData("""{"H2PING":"h:1","interval":"1us"}""", HealthKind.H2Ping)]
    [InlineData("""{"alias_service":"other"}""", HealthKind.Alias)]
    public void Times_below_the_least_are_raised(string check, HealthKind kind)
    {
        var (terms, faults) = Read(check);

        Assert.Empty(faults);
        Assert.Equal(kind, terms.Kind);
        if (kind is HealthKind.Ttl)
            Assert.Equal(TimeSpan.FromSeconds(1), terms.Ttl);
        if (terms.IsActive)
            Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), (terms.Interval, terms.Timeout));
    }

    [Theory]
    [InlineData("""{"H2PING":"h:1","Interval":"1s"}""", true)]
    [InlineData("""{"H2PING":"h:1","Interval":"1s","H2PingUseTLS":false}""", false)]
    [InlineData("""{"TCP":"h:1","Interval":"1s","TCPUseTLS":true}""", true)]
    [InlineData("""{"TCP":"h:1","Interval":"1s"}""", false)]
    [InlineData("""{"GRPC":"h:1","Interval":"1s"}""", false)]
    [InlineData("""{"GRPC":"h:1","Interval":"1s","grpc_use_tls":true}""", true)]
    public void Tls_has_the_default_of_its_kind(string check, bool expected) => Assert.Equal(expected, Read(check).Terms.UseTls);

    [Fact]
    public void Removal_waits_a_minute_at_least() => Assert.Equal(
        TimeSpan.FromMinutes(1), Read("""{"TTL":"1s","DeregisterCriticalServiceAfter":"1s"}""").Terms.DeregisterAfter);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"AliasNode":"n"}""")]
    [InlineData("""{"TTL":"0s"}""")]
    [InlineData("""{"TTL":"10s","Interval":"1s"}""")]
    [InlineData("""{"HTTP":"http://h/"}""")]
    [InlineData("""{"HTTP":"http://h/","Interval":"1s","Header":{"X":"1"}}""")]
    [InlineData("""{"Args":["x"],"Interval":"1s"}""")]
    [InlineData("""{"TTL":"1 s"}""")]
    [InlineData("""{"TTL":"00:00:10"}""")]
    public void What_is_no_check_is_refused(string check) => Assert.NotEmpty(Read(check).Faults);

    private static (HealthTerms Terms, List<InvalidField> Faults) Read(string check)
    {
        var faults = new List<InvalidField>();
        var (root, _, _) = ConsulBody.Parse(Encoding.UTF8.GetBytes(check));
        return (CheckFormMapping.ToTerms(new FieldReader(root!.Value, "", faults)), faults);
    }
}
