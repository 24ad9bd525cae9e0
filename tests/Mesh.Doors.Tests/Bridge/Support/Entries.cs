using Mesh.Catalog;
using Mesh.Node.Bridge.Mirror;

namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>Views and entries for tests of the core.</summary>
internal static class Entries
{
    public static readonly BridgeOrigin Mesh = new(BridgeOrigin.Mesh, "home");
    public static readonly BridgeOrigin Etcd = new("etcd", "prod");
    public static readonly BridgeOrigin Consul = new("consul", "dc1");

    public static SideEntry Native(
        string key, string service, int port, bool isOffered = true, InstanceStatus status = InstanceStatus.Passing) => new(
        key, Instance(service, port) with { Status = status }, null, isOffered, "7");

    public static SideEntry Copy(string key, string service, int port, BridgeOrigin origin, string bridge = "b1") => new(
        key, Instance(service, port), new OriginMark(origin, bridge, "7", Instance(service, port).Digest()), true, "9");

    public static CopiedInstance Instance(string service, int port) =>
        new() { Service = service, Host = "10.0.0.1", Port = port };

    public static SideView View(params IEnumerable<SideEntry> entries) => new(true, 1, [.. entries]);
}
