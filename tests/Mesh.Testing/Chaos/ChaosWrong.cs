using Mesh.Testing.Restarts;

namespace Mesh.Testing.Chaos;

/// <summary>What a node shows that it must not, or does not show that it must.</summary>
internal sealed record ChaosWrong(string Site, string What, Subject? Subject)
{
    public override string ToString() => Subject is null ? $"{Site} {What}" : $"{Site} {What} {Subject}";
}
