namespace Mesh.Node.Etcd.Json;

/// <summary>What /version says; clients choose the prefix of the paths by it.</summary>
internal sealed record VersionBody(string Etcdserver, string Etcdcluster);
