namespace Mesh.Node.Consul.Filter;

/// <summary>The elements that the names of "any" and "all" stand for at one moment, the innermost first.</summary>
internal sealed record FilterScope(object Value, FilterScope? Outer)
{
    public static object At(FilterScope? scope, int depth)
    {
        for (; depth > 0; depth--)
            scope = scope!.Outer;
        return scope!.Value;
    }
}
