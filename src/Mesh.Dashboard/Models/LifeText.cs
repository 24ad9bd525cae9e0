using Mesh.Catalog;

namespace Mesh.Dashboard.Models;

/// <summary>Whose life an instance shares, in words.</summary>
internal static class LifeText
{
    public static string Of(InstanceView view) => view.Instance.Life switch
    {
        Lifetime.Owned => "owned: lives with the process that registered it",
        Lifetime.Leased => "leased: lives while it is renewed, at any node",
        Lifetime.Floating => "floating: lives until it is removed",
        _ => $"anchored: lives with the host of its node, {(view.Instance.Home.Length > 0 ? view.Instance.Home : view.Owner.Address)}",
    };
}
