using System.Text;
using Mesh.Catalog;
using Mesh.Client.Declared;
using Microsoft.Extensions.Configuration;

namespace Mesh.Client.Tests.Declared;

public sealed class DeclaredInstancesTests
{
    [Fact]
    public void Without_the_section_nothing_is_declared()
    {
        var declared = Read("{}");
        Assert.Empty(declared.Items);
        Assert.Empty(declared.Faults);
    }

    [Fact]
    public void Instance_with_only_what_is_required_has_the_defaults()
    {
        var instance = One("""{ "service": "DB", "host": "10.0.0.5", "port": 5432 }""");

        Assert.Equal(
            new ServiceInstance
            {
                Service = ServiceName.Parse("db"),
                Id = InstanceId.Parse("10.0.0.5:5432"),
                Host = "10.0.0.5",
                Port = 5432,
                Metadata = ValueMap<string>.From([new(DoorMetadata.Declared, "")]),
                Status = InstanceStatus.Passing,
                Life = Lifetime.Anchored,
            },
            instance);
    }

    [Fact]
    public void Instance_with_all_there_is_is_read()
    {
        var instance = One("""
            {
              "service": "db", "id": "main", "host": "db.example.com", "port": 5432,
              "ports": { "metrics": 9187 }, "zone": "eu-1", "version": "16", "tags": ["primary", "sql"],
              "metadata": { "Team": "storage" }, "weight": 0, "deregisterAfter": "1h",
              "check": { "tcp": "true", "interval": "5s", "timeout": "500ms", "passes": 2, "fails": 3 }
            }
            """);

        Assert.Equal(
            new ServiceInstance
            {
                Service = ServiceName.Parse("db"),
                Id = InstanceId.Parse("main"),
                Host = "db.example.com",
                Port = 5432,
                Ports = ValueMap<int>.From([KeyValuePair.Create("metrics", 9187)]),
                Zone = "eu-1",
                Version = "16",
                Tags = ["primary", "sql"],
                Metadata = ValueMap<string>.From([KeyValuePair.Create("Team", "storage"), KeyValuePair.Create(DoorMetadata.Declared, "")]),
                Weight = 0,
                Status = InstanceStatus.Starting,
                Life = Lifetime.Anchored,
                Health = new HealthTerms
                {
                    Kind = HealthKind.Tcp,
                    Target = "db.example.com:5432",
                    Interval = TimeSpan.FromSeconds(5),
                    Timeout = TimeSpan.FromMilliseconds(500),
                    Passes = 2,
                    Fails = 3,
                    DeregisterAfter = TimeSpan.FromHours(1),
                },
            },
            instance);
    }

    [Theory]
    [InlineData("tcp", "true", HealthKind.Tcp, "10.0.0.5:80")]
    [InlineData("tcp", "10.0.0.6:81", HealthKind.Tcp, "10.0.0.6:81")]
    [InlineData("http", "/health?full=1", HealthKind.Http, "http://10.0.0.5:80/health?full=1")]
    [InlineData("http", "https://10.0.0.6/health", HealthKind.Http, "https://10.0.0.6/health")]
    [InlineData("grpc", "True", HealthKind.Grpc, "10.0.0.5:80")]
    [InlineData("grpc", "/shop.Orders", HealthKind.Grpc, "10.0.0.5:80/shop.Orders")]
    [InlineData("grpc", "10.0.0.6:81/shop.Orders", HealthKind.Grpc, "10.0.0.6:81/shop.Orders")]
    public void Target_of_a_check_is_the_instance_itself_unless_another_is_given(
        string key, string text, HealthKind kind, string target)
    {
        var health = One($$"""
            { "service": "web", "host": "10.0.0.5", "port": 80, "check": { "{{key}}": "{{text}}", "interval": "1s" } }
            """).Health;
        Assert.Equal((kind, target), (health.Kind, health.Target));
        Assert.Equal(TimeSpan.FromSeconds(1), health.Timeout);
    }

    [Fact]
    public void Address_of_IPv6_is_bracketed_where_a_port_follows()
    {
        var instance = One("""{ "service": "web", "host": "::1", "port": 80, "check": { "tcp": true } }""");
        Assert.Equal(("[::1]:80", "[::1]:80"), (instance.Id.Value, instance.Health.Target));
    }

    [Fact]
    public void Map_is_read_like_a_list()
    {
        var declared = Read("""
            {
              "b": { "service": "db", "host": "10.0.0.5", "port": 1 },
              "a": { "service": "db", "host": "10.0.0.6", "port": 1 }
            }
            """);
        Assert.Empty(declared.Faults);
        Assert.Equal(["10.0.0.5", "10.0.0.6"], declared.Items.Select(i => i.Host).Order());
    }

    [Theory]
    [InlineData("""{ "host": "h", "port": 1 }""", "Mesh:Instances:0:service: '' is required")]
    [InlineData(
        """{ "service": "a b", "host": "h", "port": 1 }""",
        "Mesh:Instances:0:service: 'a b' 'a b' has ' '; allowed are ASCII letters, digits, '-', '_' and '.'")]
    [InlineData("""{ "service": "db", "port": 1 }""", "Mesh:Instances:0:host: '' is required")]
    [InlineData("""{ "service": "db", "host": "h" }""", "Mesh:Instances:0:port: '' is required, 1 to 65535")]
    [InlineData(
        """{ "service": "db", "host": "h", "Port": "many" }""",
        "Mesh:Instances:0:port: 'many' must be a whole number, 1 to 65535")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 70000 }""",
        "Mesh:Instances:0:port: '70000' must be a whole number, 1 to 65535")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "ports": { "x": 0 } }""",
        "Mesh:Instances:0:ports:x: '0' must be a whole number, 1 to 65535")]
    [InlineData(
        """{ "service": "db", "host": "0.0.0.0", "port": 1 }""",
        "Mesh:Instances:0:host: '0.0.0.0' must be an address that callers can reach, not 'any'")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "weight": -1 }""",
        "Mesh:Instances:0:weight: '-1' must be a whole number, 0 to 65535")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "tags": "a,b" }""",
        "Mesh:Instances:0:tags: 'a,b' must be a list")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "zone": { "a": "b" } }""",
        "Mesh:Instances:0:zone: '' must be one value, not a section")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "check": { "tcp": "true", "interval": "10" } }""",
        "Mesh:Instances:0:check:interval: '10' must be a duration such as 500ms, 10s, 1m30s or PT10S")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "check": { "tcp": "true", "interval": "10ms" } }""",
        "Mesh:Instances:0:check:interval: '10ms' must be 1s to 24h")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "check": { "tcp": "true", "intervall": "10s" } }""",
        "Mesh:Instances:0:check:intervall: '10s' is not known; "
        + "known are tcp, http, grpc, interval, timeout, passes, fails")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "check": { "tcp": "true", "fails": 101 } }""",
        "Mesh:Instances:0:check:fails: '101' must be a whole number, 1 to 100")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "check": { "tcp": "true", "http": "/" } }""",
        "Mesh:Instances:0:check: '' must have exactly one of tcp, http, grpc")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "check": "tcp" }""",
        "Mesh:Instances:0:check: 'tcp' must be a section with tcp, http, grpc, interval, timeout, passes, fails")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "check": { "http": "ftp://h/" } }""",
        "Mesh:Instances:0:check:http: 'ftp://h/' must be an absolute http or https URL")]
    [InlineData(
        """{ "service": "db", "host": "h", "port": 1, "deregisterAfter": "1h" }""",
        "Mesh:Instances:0:deregisterAfter: '1h' needs a check")]
    public void Fault_names_the_key_the_value_and_the_bound(string instance, string expected)
    {
        var declared = Read($"[{instance}]");
        Assert.Contains(expected, declared.Faults.Select(f => f.ToString()));
        Assert.Empty(declared.Items);
    }

    [Fact]
    public void All_faults_of_all_instances_are_told_at_once()
    {
        var declared = Read("""
            [
              { "service": "db", "host": "h", "port": 0, "weight": "x" },
              { "service": "db", "host": "h", "port": 1, "check": {} },
              { "service": "db", "host": "h", "port": 2 }
            ]
            """);
        Assert.Equal(
            ["Mesh:Instances:0:port", "Mesh:Instances:0:weight"], declared.Faults.Select(f => f.Field));
    }

    [Fact]
    public void Instance_that_is_declared_twice_is_a_fault()
    {
        var declared = Read("""
            [
              { "service": "db", "host": "h", "port": 1 },
              { "service": "DB", "id": "h:1", "host": "other", "port": 2 }
            ]
            """);
        Assert.Equal(
            ["Mesh:Instances:1:id: 'h:1' is declared by Mesh:Instances:0 too for 'db'"],
            declared.Faults.Select(f => f.ToString()));
    }

    [Fact]
    public void Section_that_is_a_plain_value_is_a_fault()
    {
        var declared = Read("\"db\"");
        Assert.Equal("Mesh:Instances", Assert.Single(declared.Faults).Field);
    }

    private static ServiceInstance One(string instance)
    {
        var declared = Read($"[{instance}]");
        Assert.Empty(declared.Faults);
        return Assert.Single(declared.Items);
    }

    private static DeclaredInstances Read(string instances)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Mesh": { "Instances": {{instances}} } }"""));
        return DeclaredInstances.From(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
