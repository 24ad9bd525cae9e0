namespace Mesh.Testing.Chaos;

/// <summary>A time in which nothing went from some nodes to the others, or back.</summary>
/// <param name="Side">The numbers of those nodes.</param>
internal sealed record ChaosCut(TimeSpan Began, IReadOnlySet<int> Side)
{
    public bool IsBetween(int one, int other) => Side.Contains(one) != Side.Contains(other);
}
