using Mesh.Catalog;
using Mesh.Client;
using Mesh.Dashboard.Doors;
using Mesh.Hosting;
using Mesh.Node.Access;
using Mesh.Node.Dns;
using Mesh.Node.Federation;
using Mesh.Node.Listening;
using Mesh.Node.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Dashboard;

/// <summary>The doors of a stand-alone node for the page that shows them.</summary>
internal sealed class NodeDoors(
    IServer server,
    DoorSettings doors,
    DoorFigures figures,
    CurrentPolicy policy,
    IMeshInspector inspector,
    IOptions<MeshClientOptions> options,
    DnsDoor? dns = null,
    FederationDoor? gateway = null) : IDoorSource
{
    private static readonly (DoorName Door, string Name)[] Counted =
    [
        (DoorName.Native, "native"), (DoorName.Consul, "consul"), (DoorName.Etcd, "etcd"), (DoorName.EtcdJson, "etcd-json"), (DoorName.Dns, "dns"),
    ];

    public IReadOnlyList<DoorFact> Doors() => [.. All().Where(static d => d.Listens.Count > 0)];

    public IReadOnlyDictionary<string, DoorCount> Counts() => Counted.ToDictionary(
        static c => c.Name,
        c => new DoorCount(
            figures.CountOf(c.Door, DoorOutcome.Ok),
            figures.CountOf(c.Door, DoorOutcome.Refused),
            figures.CountOf(c.Door, DoorOutcome.Failed),
            figures.CountOf(c.Door, DoorOutcome.Aborted),
            figures.WaitsOf(c.Door)));

    private IEnumerable<DoorFact> All()
    {
        var ports = ListenedPorts.Of(server, doors);
        var (isTls, hasTokens) = (options.Value.Tls.IsOn, !policy.Value.IsOpen);
        yield return Served("native", "Native HTTP API and this dashboard", DoorKind.Native, ports.Http);
        yield return Served("consul", "Consul", DoorKind.Consul, doors.Consul ? ports.Http : null);
        yield return Served("etcd", "etcd over gRPC", DoorKind.Etcd, ports.Etcd);
        yield return Served("etcd-json", "etcd over JSON", DoorKind.EtcdJson, ports.EtcdJson);
        yield return new("dns", "DNS over UDP and TCP", DoorKind.Dns, At(dns?.Port));
        yield return new("links", "Links to the other nodes", DoorKind.Links, inspector.SelfAddress is { } self ? [self] : []) { IsTls = isTls };
        yield return new("gateway", "Gateways of other meshes", DoorKind.Gateway, At(gateway?.Port)) { IsTls = isTls };
        yield return new("pbm", "Petabridge.Cmd", DoorKind.Pbm, At(doors.Pbm));

        DoorFact Served(string name, string title, DoorKind kind, int? port) => new(name, title, kind, At(port)) { IsTls = isTls, HasTokens = hasTokens };
    }

    private IReadOnlyList<string> At(int? port) =>
        port is { } number ? [.. NodeAddress.ListensOn(options.Value).Select(h => HostPort.Text(h, number))] : [];
}
