using Mesh.Hosting;

namespace Mesh.Registry;

/// <summary>How much one node takes in of what clients register: a client that registers without end is refused, and not the node that ends.</summary>
/// <param name="Instances">Of all services.</param>
/// <param name="OfService">Of one service.</param>
/// <param name="Bytes">Of memory that their records take, about.</param>
internal sealed record RegistryBounds(int Instances, int OfService, long Bytes)
{
    public static readonly RegistryBounds Default = From(new MeshOptions());

    public static RegistryBounds From(MeshOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.MaxInstances, options.MaxInstancesPerService, options.MaxInstanceBytes);
    }
}
