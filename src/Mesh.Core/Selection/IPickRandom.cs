namespace Mesh.Selection;

/// <summary>The source of chance for picks; thread-safe. Tests give a seeded one.</summary>
public interface IPickRandom
{
    /// <summary>A number from 0 to bound - 1.</summary>
    int Below(int bound);
}
