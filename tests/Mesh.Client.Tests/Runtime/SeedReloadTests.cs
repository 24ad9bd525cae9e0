using Mesh.Registry;
using Mesh.Testing;
using Mesh.Views;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Client.Tests.Runtime;

public sealed class SeedReloadTests
{
    private const string Seed = "Mesh:Seeds:0";

    // Nobody listens there.
    private const string Nobody = "127.0.0.1:1";

    [Fact]
    public async Task Node_that_waits_for_a_seed_joins_through_another_once_the_configuration_names_it()
    {
        await using var other = await EmbeddedNode.StartAsync();
        using var host = Build();
        await host.StartAsync();
        var hub = host.Services.GetRequiredService<MeshHub>();
        await Eventually.IsAsync(() => hub.State.Detail.Contains(Nobody, StringComparison.Ordinal), "it does not wait for its seed");

        Reload(host, other.Address);

        await Eventually.IsAsync(() => hub.State.Phase is MeshPhase.Ready, "it is not ready");
        Assert.Equal(2, other.Inspector.Members.Items.Length);
        await host.StopAsync();
    }

    [Fact]
    public async Task Seed_that_cannot_be_one_changes_nothing()
    {
        using var host = Build();
        await host.StartAsync();

        Reload(host, "no seed at all");

        Assert.Equal([Nobody], host.Services.GetRequiredService<Mesh.Hosting.MeshSetup>().Seeds.Value);
        await host.StopAsync();
    }

    [Fact]
    public void What_code_says_goes_on_to_count_where_the_configuration_is_as_it_was()
    {
        using var host = Build(m => m.WithSeeds("127.0.0.1:2"));
        _ = host.Services.GetRequiredService<Mesh.Client.Options.SeedReload>();

        Reload(host, Nobody);

        Assert.Equal(["127.0.0.1:2"], host.Services.GetRequiredService<Mesh.Hosting.MeshSetup>().Seeds.Value);
    }

    private static IHost Build(Action<MeshBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new(Seed, Nobody)]);
        builder.AddMesh(m => configure?.Invoke(m));
        return builder.Build();
    }

    private static void Reload(IHost host, string seed)
    {
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration[Seed] = seed;
        configuration.Reload();
    }
}
