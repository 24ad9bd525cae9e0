using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>What the ports of an instance are called. Pure.</summary>
internal static class PortNames
{
    /// <summary>The name of its main port that can stand before "://"; null: it has none.</summary>
    public static string? Scheme(ServiceInstance instance)
    {
        foreach (var (name, port) in instance.Ports)
        {
            if (port == instance.Port && Uri.CheckSchemeName(name))
                return name;
        }

        return null;
    }
}
