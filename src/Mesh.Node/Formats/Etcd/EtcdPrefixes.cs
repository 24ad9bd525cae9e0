namespace Mesh.Node.Formats.Etcd;

/// <summary>Below which keys the layouts keep their instances.</summary>
/// <param name="Service">The native layout and etcd's naming package.</param>
/// <param name="Kratos">Kratos.</param>
/// <param name="Micro">go-micro.</param>
internal sealed record EtcdPrefixes(string Service, string Kratos, string Micro)
{
    public static readonly EtcdPrefixes Default = new("/services/", "/microservices/", "/micro/registry/");
}
