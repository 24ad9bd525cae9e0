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

    /// <summary>Keys below it are instances in the native layout, of etcd's naming package, and applications of Dubbo.</summary>
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

    /// <summary>Where Kitex keeps its instances.</summary>
    /// <value>The default is "kitex/registry-etcd/".</value>
    [KeyPrefix(isRooted: false)]
    public string KitexPrefix { get; set; } = EtcdPrefixes.Default.Kitex;

    /// <summary>Where GoFrame keeps its instances: its prefix, the deployment and the namespace.</summary>
    /// <value>The default is "/service/default/default/".</value>
    [KeyPrefix]
    public string GoFramePrefix { get; set; } = EtcdPrefixes.Default.GoFrame;

    /// <summary>Where Dubbo keeps the providers of its interfaces.</summary>
    /// <value>The default is "/dubbo/".</value>
    [KeyPrefix]
    public string DubboPrefix { get; set; } = EtcdPrefixes.Default.Dubbo;

    /// <summary>The base path under which instances are shown to clients of rpcx; its servers are known under any.</summary>
    /// <value>The default is "rpcx_test/".</value>
    [KeyPrefix(isRooted: false)]
    public string RpcxPrefix { get; set; } = EtcdPrefixes.Default.Rpcx;

    /// <summary>Where SkyDNS and CoreDNS keep the records of their domain: its labels from the last to the first.</summary>
    /// <value>The default is "/skydns/local/skydns/".</value>
    [KeyPrefix]
    public string SkyDnsPrefix { get; set; } = EtcdPrefixes.Default.SkyDns;

    /// <summary>
    /// The layouts in which instances of other doors are shown: address, kratos, micro, kitex, goframe, skydns, dubbo-interface, dubbo,
    /// naming, rpcx. Of address, naming and dubbo one at most: they have the same keys. None: address.
    /// </summary>
    /// <value>The default is none.</value>
    [LayoutNames]
    [Argument("etcd-shown", "A layout in which instances of other doors are shown at the etcd door, default address; can be repeated", Value = "LAYOUT")]
    public IList<string> Shown { get; } = [];
}
