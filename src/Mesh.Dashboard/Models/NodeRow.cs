using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>A member with what it owns.</summary>
/// <param name="Owned">Instances of this mesh that it is the owner of.</param>
/// <param name="Percent">Of all of them.</param>
internal sealed record NodeRow(MeshMember Member, int Owned, double Percent)
{
    public string Name => Member.Name.Length > 0 ? Member.Name : Member.Owner.Address;

    public Mark Standing => Mark.Of(Member.Standing);
}
