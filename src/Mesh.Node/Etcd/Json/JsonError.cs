namespace Mesh.Node.Etcd.Json;

internal sealed record JsonError(string Error, string Message, int Code);
