using Akka.Hosting;
using Mesh.Client;
using Mesh.Discovery;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Hosting;

/// <summary>Lets an ActorSystem find nodes by the mesh.</summary>
public static class MeshDiscoveryAkkaExtensions
{
    private const string Settings = """
        akka.discovery {
          method = mesh
          mesh.class = "Mesh.Discovery.MeshServiceDiscovery, Mesh.Discovery"
        }
        """;

    /// <summary>
    /// Makes <c>mesh</c> the method of Akka.Discovery in this ActorSystem, over the <see cref="IMeshClient"/> of the host:
    /// <c>builder.AddMesh(…)</c>. What the application configures itself counts more.
    /// </summary>
    public static AkkaConfigurationBuilder WithMeshDiscovery(this AkkaConfigurationBuilder builder, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(services);
        builder.AddSetup(new MeshDiscoverySetup(
            services.GetRequiredService<IMeshClient>(), services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.AddHocon(Settings, HoconAddMode.Append);
    }
}
