using Mesh.Client;
using Mesh.Federation.Options;
using Mesh.Hosting;
using Mesh.Node.Access;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Dns;
using Mesh.Node.Etcd;
using Mesh.Node.Hosting;
using Mesh.Palette;
using Mesh.Testing;
using Microsoft.Extensions.Configuration;

namespace Mesh.Node.Tests.Options;

public sealed class NodeConfigurationTests
{
    public static TheoryData<string> Values => [.. OptionRow.All.Where(r => r.Node.Shape is Mesh.Options.OptionShape.Value && r.Node.IsInFiles).Select(r => r.Key)];

    [Theory]
    [InlineData("mesh.consul.datacenter = east")]
    [InlineData("mesh { consul { datacenter = east } }")]
    public void Consul_is_a_key_of_a_settings_file(string text) =>
        Assert.Equal("east", Read(text, new ConsulOptions()).Datacenter);

    [Fact]
    public void Dns_is_a_key_of_a_settings_file()
    {
        var dns = Read("mesh.dns { ttl = 2, port = 0, idle-timeout = 20s }", new DnsOptions());

        Assert.Equal((2, 0, TimeSpan.FromSeconds(20)), (dns.Ttl, dns.Port, dns.IdleTimeout));
    }

    [Fact]
    public void Etcd_is_a_key_of_a_settings_file() =>
        Assert.Equal("/registry/", Read("mesh.etcd.service-prefix = /registry/", new EtcdOptions()).ServicePrefix);

    [Fact]
    public void Access_is_a_key_of_a_settings_file()
    {
        using var secret = TemporaryFile.With("a-secret-of-the-shop\n");
        var access = Read($$"""
            mesh.access.tokens = [
              { name = shop, secret-file = "{{secret.Path}}", rules = [ { prefix = "shop-", allow = [read, register] } ] }
              { name = ops, secret = "another-secret-altogether", rules = [ { allow = [operate] } ] }
            ]
            """, new AccessOptions());

        Assert.Equal(["shop", "ops"], access.Tokens.Select(t => t.Name));
        Assert.Equal("a-secret-of-the-shop", access.Tokens[0].Secret);
        Assert.Equal([AccessAction.Read, AccessAction.Register], access.Tokens[0].Rules.Single().Allow);
    }

    [Fact]
    public void Ask_timeout_is_a_key_of_a_settings_file() =>
        Assert.Equal(TimeSpan.FromSeconds(7), Read("mesh.ask-timeout = 7s", new MeshClientOptions()).AskTimeout);

    [Fact]
    public void Instances_are_declared_in_a_settings_file()
    {
        var read = Configuration("mesh.instances = [ { service = db, host = h, port = 1, deregister-after = 1h, check { tcp = true } } ]");

        Assert.Equal("1h", read.Root["Mesh:Instances:0:DeregisterAfter"]);
        Assert.Equal("true", read.Root["Mesh:Instances:0:Check:Tcp"]);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_option_is_read_from_hocon_environment_and_arguments(string key)
    {
        var row = OptionRow.All.Single(r => r.Key == key);
        var text = row.Hocon.Trim('"');
        Assert.True(Mesh.Options.OptionText.TryRead(row.Node.Type, row.Node.Property, text, out var expected, out _));
        foreach (var name in row.Node.HoconNames)
        {
            var path = Mesh.Options.OptionNames.Hocon(row.Section) + "." + name;
            using var file = TemporaryFile.With($"{path} = {row.Hocon}");
            Assert.Equal(expected, MeshHoconFile.ReadOptions(file.Path, NodeOptionList.Tree)[key]);
        }

        foreach (var name in NodeArguments.NamesOf(key, row.Node))
        {
            var command = NodeArguments.Read(new PaletteInput(new Dictionary<string, IReadOnlyList<string>> { [name] = [text] }), isJson: false);
            Assert.Empty(command.Faults);
            Assert.Equal(expected, command.Value!.Arguments[key]);
        }

        var variable = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)text)]).Build();
        Assert.Empty(MeshConfiguration.Read(NodeOptionList.All, variable, []).Faults);
    }

    [Fact]
    public void Arguments_are_stronger_than_environment_files_and_appsettings()
    {
        using var first = TemporaryFile.With("mesh { zone = first, node-name = first, consul.datacenter = first, seeds = [\"a:1\", \"b:2\"] }");
        using var second = TemporaryFile.With("mesh { node-name = second, consul.datacenter = second, federation.region = second }");
        var sources = new ConfigurationManager();
        sources.Sources.Clear();
        sources.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mesh:Zone"] = "appsettings",
            ["Mesh:Dns:Domain"] = "appsettings",
            ["Mesh:Federation:Region"] = "appsettings",
        });
        ((IConfigurationBuilder)sources).AddEnvironmentVariables("MESH_NO_SUCH_PREFIX_");
        ((IConfigurationBuilder)sources).AddEnvironmentVariables();

        var read = NodeConfiguration.Complete(sources, new NodeCommand(
            new Dictionary<string, string?> { ["Mesh:Consul:Datacenter"] = "argument", ["Mesh:Seeds:0"] = "c:3" }, [first.Path, second.Path], IsJson: false));

        var mesh = Bound(read, new MeshClientOptions());
        Assert.Equal(("first", "second", 4053), (mesh.Zone, mesh.NodeName, mesh.Port));
        Assert.Equal(["c:3"], mesh.Seeds);
        Assert.Equal("argument", Bound(read, new ConsulOptions()).Datacenter);
        Assert.Equal("appsettings", Bound(read, new DnsOptions()).Domain);
        Assert.Equal("second", Bound(read, new GatewayOptions()).Region);
    }

    [Fact]
    public void List_of_objects_is_an_argument_in_json()
    {
        var command = NodeArguments.Read(new PaletteInput(new Dictionary<string, IReadOnlyList<string>>
        {
            ["access-tokens"] = ["""[{ "Name": "ops", "Secret": "another-secret-altogether", "Rules": [{ "Allow": ["operate"] }] }]"""],
        }), isJson: false);

        Assert.Equal("ops", command.Value!.Arguments["Mesh:Access:Tokens:0:Name"]);
        Assert.Equal("operate", command.Value.Arguments["Mesh:Access:Tokens:0:Rules:0:Allow:0"]);
    }

    [Fact]
    public void Classes_of_options_check_their_bounds_alike()
    {
        var read = Configuration("mesh.consul { max-blocking-queries = 0 }");

        var consul = Bound(read, new ConsulOptions());
        Assert.Equal(
            ["Mesh:Consul:MaxBlockingQueries: '0' must be 1 to 1000000"],
            new MeshOptionsValidator<ConsulOptions>().Validate(null, consul).Failures ?? []);
    }

    private static TOptions Read<TOptions>(string hocon, TOptions options)
        where TOptions : class => Bound(Configuration(hocon), options);

    private static MeshConfiguration Configuration(string hocon)
    {
        using var file = TemporaryFile.With(hocon);
        return MeshConfiguration.Read(NodeOptionList.All, null, [file.Path]);
    }

    private static TOptions Bound<TOptions>(MeshConfiguration configuration, TOptions options)
        where TOptions : class
    {
        configuration.Bind(options);
        return options;
    }
}
