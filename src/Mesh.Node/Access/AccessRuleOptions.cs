namespace Mesh.Node.Access;

/// <summary>Actions that are allowed for services whose name begins with <see cref="Prefix"/>; empty: all services.</summary>
internal sealed class AccessRuleOptions
{
    public string Prefix { get; set; } = "";

    public IList<AccessAction> Allow { get; } = [];
}
