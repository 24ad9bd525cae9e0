using Mesh.Client;
using Mesh.Options;

namespace Mesh.Node.Access;

/// <summary>By which names a node may be asked.</summary>
internal static class SiteSetup
{
    public static SiteRule RuleOf(AccessOptions access, MeshClientOptions mesh)
    {
        var machine = System.Net.Dns.GetHostName();
        return new SiteRule(
            [.. access.Hosts, .. NodeAddress.ListensOn(mesh), NodeAddress.HostOf(mesh), mesh.NodeName, machine, machine.Split('.')[0]],
            access.Origins);
    }
}
