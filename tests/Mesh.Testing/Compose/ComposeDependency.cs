namespace Mesh.Testing.Compose;

internal sealed class ComposeDependency
{
    public string Condition { get; set; } = "";
}
