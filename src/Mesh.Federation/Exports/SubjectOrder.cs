using Mesh.Federation.Overlay;

namespace Mesh.Federation.Exports;

/// <summary>An order of what is published, the same in every process.</summary>
internal sealed class SubjectOrder : IComparer<OverlaySubject>
{
    public static readonly SubjectOrder Instance = new();

    public int Compare(OverlaySubject? x, OverlaySubject? y) => string.CompareOrdinal(TextOf(x), TextOf(y));

    public static string TextOf(OverlaySubject? subject) => subject switch
    {
        OverlaySubject.Service service => "service/" + service.Name,
        OverlaySubject.MeshNamed mesh => "mesh/" + mesh.Name,
        OverlaySubject.MeshOf mesh => "id/" + mesh.Id,
        _ => "",
    };
}
