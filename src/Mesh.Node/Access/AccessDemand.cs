namespace Mesh.Node.Access;

/// <summary>What a request wants to do, and to what.</summary>
internal readonly record struct AccessDemand(AccessAction Action, AccessTarget Target)
{
    public override string ToString() => $"{Action.ToString().ToLowerInvariant()} of {Target}";
}
