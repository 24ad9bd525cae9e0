using Mesh.Catalog;

namespace Mesh.Node.Consul.Filter;

/// <summary>The names that are known at one place of an expression, the innermost first.</summary>
/// <param name="Field">What the name may be followed by.</param>
internal sealed record FilterNames(string Name, Func<ValueList<string>, FilterField<object>?> Field, FilterNames? Outer);
