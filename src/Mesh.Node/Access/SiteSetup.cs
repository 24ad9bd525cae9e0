using System.Security.Cryptography.X509Certificates;
using Mesh.Client;
using Mesh.Hosting;

namespace Mesh.Node.Access;

/// <summary>By which names a node may be asked.</summary>
internal static class SiteSetup
{
    public static SiteRule RuleOf(AccessOptions access, MeshClientOptions mesh, IEnumerable<OwnNames> served)
    {
        var machine = System.Net.Dns.GetHostName();
        var certified = MeshTls.ServerCertificate(mesh.Tls)?.Extensions
            .OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()) ?? [];
        string[] own = [.. NodeAddress.ListensOn(mesh), NodeAddress.HostOf(mesh), mesh.NodeName, machine, machine.Split('.')[0]];
        return new SiteRule([.. access.Hosts, .. own, .. certified, .. served.SelectMany(s => s.Hosts)], access.Origins);
    }
}
