namespace Mesh.Node.Formats.Etcd;

/// <summary>Below which keys the layouts keep their instances.</summary>
/// <param name="Service">The native layout and etcd's naming package.</param>
/// <param name="Kratos">Kratos.</param>
/// <param name="Micro">go-micro.</param>
/// <param name="Kitex">Kitex.</param>
/// <param name="GoFrame">GoFrame, with the deployment and the namespace.</param>
/// <param name="Dubbo">Interfaces of Dubbo; its applications are under the first.</param>
/// <param name="Rpcx">rpcx.</param>
/// <param name="SkyDns">SkyDNS, with the labels of the domain from the last to the first.</param>
internal sealed record EtcdPrefixes(
    string Service, string Kratos, string Micro, string Kitex, string GoFrame, string Dubbo, string Rpcx, string SkyDns)
{
    public static readonly EtcdPrefixes Default = new(
        "/services/",
        "/microservices/",
        "/micro/registry/",
        "kitex/registry-etcd/",
        "/service/default/default/",
        "/dubbo/",
        "rpcx_test/",
        "/skydns/local/skydns/");

    public IReadOnlyList<string> All => [Service, Kratos, Micro, Kitex, GoFrame, Dubbo, Rpcx, SkyDns];
}
