using System.ComponentModel.DataAnnotations;
using Mesh.Node.Formats.Etcd;
using Mesh.Options;

namespace Mesh.Node.Etcd;

/// <summary>The settings of the etcd door. Configuration section "Mesh:Etcd".</summary>
[OptionSection(Section, IsNodeOnly = true)]
internal sealed class EtcdOptions
{
    public const string Section = "Mesh:Etcd";

    /// <summary>The port of the etcd v3 API over gRPC, 0 to 65535; 0 takes any free one, off: no etcd.</summary>
    /// <value>The default is off.</value>
    [Range(0, 65_535)]
    [Argument("etcd", "Serve the etcd v3 API over gRPC, default port 2379, 0 takes any", Value = "PORT", Bare = "2379")]
    public int? Port { get; set; }

    /// <summary>
    /// The port of the JSON form of the etcd v3 API, 0 to 65535; 0 takes any free one, off: 2381 when the gRPC form is served,
    /// otherwise none.
    /// </summary>
    /// <value>The default is off.</value>
    [Range(0, 65_535)]
    [Argument("etcd-json", "The port of the JSON form of the etcd API, default 2381 with --etcd, 0 takes any", Value = "PORT", Bare = "2381")]
    public int? JsonPort { get; set; }

    /// <summary>Keys below it are instances in the native layout; instances of other doors are shown there.</summary>
    /// <value>The default is "/services/".</value>
    [KeyPrefix]
    public string ServicePrefix { get; set; } = EtcdPrefixes.Default.Service;

    /// <summary>Where Kratos keeps its instances.</summary>
    /// <value>The default is "/microservices/".</value>
    [KeyPrefix]
    public string KratosPrefix { get; set; } = EtcdPrefixes.Default.Kratos;

    /// <summary>Where go-micro keeps its instances.</summary>
    /// <value>The default is "/micro/registry/".</value>
    [KeyPrefix]
    public string MicroPrefix { get; set; } = EtcdPrefixes.Default.Micro;
}
