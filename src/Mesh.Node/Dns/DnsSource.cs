using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>
/// What an answer was made from: it holds as long as the view of the service has this revision; null: there is no such
/// service. Not the view itself: an answer that is kept must not keep a service that is gone.
/// </summary>
internal readonly record struct DnsSource(string Service, long? Revision)
{
    public static bool Hold(IReadOnlyList<DnsSource> sources, CatalogSnapshot snapshot)
    {
        foreach (var source in sources)
        {
            if (snapshot.Services.GetValueOrDefault(source.Service)?.Revision != source.Revision)
                return false;
        }

        return true;
    }
}
