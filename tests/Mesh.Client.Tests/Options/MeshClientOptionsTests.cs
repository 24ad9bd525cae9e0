using Mesh.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Tests.Options;

public sealed class MeshClientOptionsTests
{
    [Theory]
    [InlineData("Port", "70000", "Mesh:Port: '70000' must be 0 to 65535")]
    [InlineData("MeshName", "", "Mesh:MeshName: '' is required")]
    [InlineData("StableAfter", "00:00:00.5", "Mesh:StableAfter: '00:00:00.5000000' must be 00:00:01 to 00:10:00")]
    [InlineData("AskTimeout", "00:10:00", "Mesh:AskTimeout: '00:10:00' must be 00:00:00.100 to 00:05:00")]
    [InlineData("Buckets", "0", "Mesh:Buckets: '0' must be 1 to 1024")]
    [InlineData("Buckets", "many", "Mesh:Buckets: 'many' must be a whole number, 1 to 1024")]
    [InlineData("StableAfter", "soon", "Mesh:StableAfter: 'soon' must be a duration such as 500ms, 10s, 1m30s or PT10S, 1s to 10m")]
    [InlineData("Zon", "a", "Mesh:Zon is not a key; did you mean Mesh:Zone?")]
    [InlineData("Tls:Pasword", "a", "Mesh:Tls:Pasword is not a key; did you mean Mesh:Tls:Password?")]
    [InlineData("Registrations:0:Servise", "a", "Mesh:Registrations:0:Servise is not a key")]
    [InlineData("Consul:Datacentre", "a", "Mesh:Consul:Datacentre is not a key")]
    [InlineData("Consul:Enabled:No", "a", "Mesh:Consul:Enabled:No is not a key")]
    [InlineData("Seeds:0", "10.0.0.1", "Mesh:Seeds:0: '10.0.0.1' must be host:port, such as 10.0.0.1:4053")]
    [InlineData("Seeds:0", "a b:1", "Mesh:Seeds:0: 'a b:1' must be host:port, such as 10.0.0.1:4053")]
    [InlineData("Host", "0.0.0.0", "Mesh:Host: '0.0.0.0' must be an address that the other nodes can reach, not 'any'")]
    [InlineData("RestartBackoff", "00:00:40", "Mesh:RestartBackoff: '00:00:40' must be at most MaxRestartBackoff, 00:00:30")]
    [InlineData("Registrations:0:Service", "my service", "Mesh:Registrations:0:Service: service: 'my service' has ' '")]
    [InlineData("Registrations:0:Weight", "-1", "Mesh:Registrations:0:weight: '-1' must be 0 to 65535")]
    public void Option_out_of_bounds_is_named_with_key_value_and_bound(string key, string value, string expected)
    {
        var settings = new Dictionary<string, string?> { ["Mesh:" + key] = value };
        settings.TryAdd("Mesh:Registrations:0:Service", "orders");

        var trouble = Assert.Throws<OptionsValidationException>(() => Bind(settings));

        Assert.Contains(trouble.Failures, f => f.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Host_beyond_loopback_needs_the_explicit_switch()
    {
        var trouble = Assert.Throws<OptionsValidationException>(() => Bind(new() { ["Mesh:Host"] = "10.0.0.5" }));
        var insecure = Bind(new() { ["Mesh:Host"] = "10.0.0.5", ["Mesh:Insecure"] = "true" });

        Assert.Contains("Mesh:Insecure", Assert.Single(trouble.Failures), StringComparison.Ordinal);
        Assert.Equal("10.0.0.5", insecure.Host);
    }

    [Fact]
    public void Sections_of_a_stand_alone_node_are_passed_over_as_files_and_the_environment_write_them()
    {
        var options = Bind(new()
        {
            ["Mesh:Zone"] = "a",
            ["Mesh:Consul:MaxBlockingQueries"] = "100",
            ["Mesh:CONSUL:REFUSECONSISTENT"] = "true",
            ["Mesh:Access:Tokens:0:Token"] = "x",
            ["Mesh:Access:Anonymous:0"] = "read",
            ["Mesh:Federation:Seeds:0"] = "10.0.0.1:4053",
        });

        Assert.Equal("a", options.Zone);
    }

    [Fact]
    public void Options_come_from_the_section_and_code_has_the_last_word()
    {
        var options = Bind(
            new()
            {
                ["Mesh:Seeds:0"] = "10.0.0.1:4053",
                ["Mesh:Zone"] = "a",
                ["Mesh:Port"] = "4100",
                ["Mesh:Registrations:0:Service"] = "orders",
                ["Mesh:Registrations:0:Metadata:team"] = "blue",
            },
            m => m.WithSeeds("10.0.0.2:4053", "[::1]:4054").WithZone("b").Register("billing", port: 9000, r => r.Tags.Add("new")));

        Assert.Equal(["10.0.0.2:4053", "[::1]:4054"], options.Seeds);
        Assert.Equal(("b", 4100), (options.Zone, options.Port));
        Assert.Equal(["orders", "billing"], options.Registrations.Select(r => r.Service));
        Assert.Equal("blue", options.Registrations[0].Metadata["team"]);
        Assert.Equal(9000, options.Registrations[1].Port);
    }

    [Fact]
    public void Settings_file_is_weaker_than_the_section_and_a_list_counts_as_one_value()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "mesh { zone = \"file\", node-name = \"file\", seeds = [\"10.0.0.1:1\", \"10.0.0.2:2\"] }");

            var options = Bind(
                new() { ["Mesh:Zone"] = "section", ["Mesh:Seeds:0"] = "10.0.0.3:3" }, m => m.WithSettingsFile(file));
            var alone = Bind(new() { ["Mesh:HoconFiles:0"] = file });

            Assert.Equal(("section", "file"), (options.Zone, options.NodeName));
            Assert.Equal(["10.0.0.3:3"], options.Seeds);
            Assert.Equal([file], options.HoconFiles);
            Assert.Equal(["10.0.0.1:1", "10.0.0.2:2"], alone.Seeds);
            Assert.Equal([file], alone.HoconFiles);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Settings_file_that_cannot_be_read_is_named()
    {
        var trouble = Assert.Throws<MeshHoconException>(() => Bind(new() { ["Mesh:HoconFiles:0"] = "/none.conf" }));

        Assert.StartsWith("config file '/none.conf' cannot be read", trouble.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DrainGrace", "150ms", "00:00:00.150")]
    [InlineData("DrainGrace", "1 minute", "00:01:00")]
    [InlineData("DrainGrace", "00:00:10", "00:00:10")]
    public void Durations_are_read_as_in_files(string key, string value, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, null), Bind(new() { ["Mesh:" + key] = value }).DrainGrace);

    [Theory]
    [InlineData("8MiB", 8_388_608)]
    [InlineData("8388608b", 8_388_608)]
    [InlineData("512k", 524_288)]
    public void Sizes_are_read_as_in_files(string value, int expected) =>
        Assert.Equal(expected, Bind(new() { ["Mesh:MaxFrameBytes"] = value }).MaxFrameBytes);

    [Fact]
    public void Switches_and_lists_are_read_as_in_files()
    {
        var options = Bind(new() { ["Mesh:Insecure"] = "on", ["Mesh:Seeds"] = "10.0.0.1:1, 10.0.0.2:2" });

        Assert.True(options.Insecure);
        Assert.Equal(["10.0.0.1:1", "10.0.0.2:2"], options.Seeds);
    }

    [Fact]
    public void Keys_of_a_stand_alone_node_mean_nothing_to_an_embedded_one()
    {
        var options = Bind(new() { ["Mesh:Consul:Datacenter"] = "x", ["Mesh:Access:Tokens:0:Name"] = "a", ["Mesh:Zone"] = "z" });

        Assert.Equal("z", options.Zone);
    }

    [Fact]
    public void Settings_file_in_json_is_read_as_an_appsettings_file()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".json");
        try
        {
            File.WriteAllText(file, """{ "Mesh": { "Zone": "file", "StableAfter": "7s", "Registrations": [ { "Service": "orders" } ] } }""");
            var options = Bind([], m => m.WithSettingsFile(file));
            Assert.Equal(("file", 7, "orders"), (options.Zone, options.StableAfter.TotalSeconds, options.Registrations.Single().Service));

            File.WriteAllText(file, """{ "Mash": { "Zone": "file" } }""");
            var trouble = Assert.Throws<MeshHoconException>(() => Bind([], m => m.WithSettingsFile(file)));
            Assert.Equal($"config file '{file}': Mash is not a section; did you mean Mesh?", trouble.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Secret_may_be_a_file_but_not_both()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "pass word\n\n");
            Assert.Equal("pass word\n", Bind(new() { ["Mesh:Tls:PasswordFile"] = file }).Tls.Password);
            Assert.Equal("x", Bind(new() { ["Mesh:Tls:PasswordFile"] = "", ["Mesh:Tls:Password"] = "x" }).Tls.Password);

            var both = Assert.Throws<OptionsValidationException>(
                () => Bind(new() { ["Mesh:Tls:PasswordFile"] = file, ["Mesh:Tls:Password"] = "x" }));
            Assert.Equal(["Mesh:Tls:Password: either it or Mesh:Tls:PasswordFile, not both"], both.Failures);
            var missing = Assert.Throws<OptionsValidationException>(() => Bind(new() { ["Mesh:Tls:PasswordFile"] = "/none" }));
            Assert.StartsWith("Mesh:Tls:PasswordFile: '/none' cannot be read", missing.Failures.Single(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Application_adds_options_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Mesh:Shop:Patience"] = "3s" }).Build());
        services.AddMesh();
        services.AddMeshOptions<ShopOptions>();
        using var provider = services.BuildServiceProvider();

        Assert.Equal(TimeSpan.FromSeconds(3), provider.GetRequiredService<IOptions<ShopOptions>>().Value.Patience);
        Assert.NotNull(provider.GetRequiredService<IOptions<MeshClientOptions>>().Value);
    }

    [Fact]
    public void Declared_instance_out_of_bounds_is_named()
    {
        var trouble = Assert.Throws<OptionsValidationException>(() => Bind(new()
        {
            ["Mesh:Instances:0:service"] = "db",
            ["Mesh:Instances:0:id"] = "db-1",
            ["Mesh:Instances:0:host"] = "10.0.0.1",
            ["Mesh:Instances:0:port"] = "99999",
        }));

        Assert.Contains("Mesh:Instances:0:port", Assert.Single(trouble.Failures), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Wrong_option_stops_the_start_of_the_host()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddMesh(m => m.Listen("127.0.0.1", 70_000));
        using var host = builder.Build();

        var trouble = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal("Mesh:Port: '70000' must be 0 to 65535", trouble.Message);
    }

    [Fact]
    public void Added_twice_is_one_node_with_both_settings()
    {
        var services = new ServiceCollection();
        services.AddMesh(m => m.WithZone("a").Register("orders"));
        services.AddMesh(m => m.WithName("n").Register("billing"));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<MeshClientOptions>>().Value;

        Assert.Equal(("a", "n", 2), (options.Zone, options.NodeName, options.Registrations.Count));
        Assert.Distinct(provider.GetServices<IHostedService>().Select(s => s.GetType()));
    }

    private static MeshClientOptions Bind(Dictionary<string, string?> settings, Action<MeshBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddMesh(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<MeshClientOptions>>().Value;
    }

    [Mesh.Options.OptionSection("Mesh:Shop")]
    private sealed class ShopOptions
    {
        public TimeSpan Patience { get; set; }
    }
}
