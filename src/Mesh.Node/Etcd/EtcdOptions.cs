using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Etcd;

/// <summary>The settings of the etcd door. Configuration section "Mesh:Etcd".</summary>
internal sealed class EtcdOptions
{
    public const string Section = "Mesh:Etcd";

    /// <summary>Keys below it are instances in the native layout; instances of other doors are shown there.</summary>
    /// <value>The default is /services/.</value>
    public string ServicePrefix { get; set; } = EtcdPrefixes.Default.Service;

    /// <summary>Where Kratos keeps its instances.</summary>
    /// <value>The default is /microservices/.</value>
    public string KratosPrefix { get; set; } = EtcdPrefixes.Default.Kratos;

    /// <summary>Where go-micro keeps its instances.</summary>
    /// <value>The default is /micro/registry/.</value>
    public string MicroPrefix { get; set; } = EtcdPrefixes.Default.Micro;
}
