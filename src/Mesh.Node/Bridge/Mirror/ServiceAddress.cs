using Mesh.Catalog;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>One endpoint of a service. Two instances with the same one are the same to callers, whatever their ids.</summary>
internal readonly record struct ServiceAddress(string Service, string Host, int Port)
{
    public override string ToString() => $"{Service} at {HostPort.Text(Host, Port)}";
}
