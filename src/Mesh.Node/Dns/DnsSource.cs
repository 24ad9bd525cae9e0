using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>What an answer was made from: it holds as long as the name of the service means this view; null: no such service.</summary>
internal readonly record struct DnsSource(string Service, ServiceView? View)
{
    public static bool Hold(IReadOnlyList<DnsSource> sources, CatalogSnapshot snapshot)
    {
        foreach (var source in sources)
        {
            if (!ReferenceEquals(snapshot.Services.GetValueOrDefault(source.Service), source.View))
                return false;
        }

        return true;
    }
}
