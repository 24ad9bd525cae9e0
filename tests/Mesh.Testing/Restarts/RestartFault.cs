namespace Mesh.Testing.Restarts;

/// <summary>A reading that must not be.</summary>
/// <param name="Rule">Which promise it breaks.</param>
internal sealed record RestartFault(string Rule, Subject Subject, Reading Reading)
{
    public override string ToString() => $"{Rule}: {Subject}, {Reading}";
}
