using Mesh.Catalog;

namespace Mesh.Node.Access;

/// <summary>One service. Names of services are in lower case, so that a prefix is compared without regard to it.</summary>
internal sealed record ServiceTarget(string Name) : AccessTarget
{
    public override bool IsBelow(string prefix) => Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => ShortText.Of(Name);
}
