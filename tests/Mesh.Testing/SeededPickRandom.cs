using Mesh.Selection;

namespace Mesh.Testing;

/// <summary>Chance that is the same in every run.</summary>
internal sealed class SeededPickRandom(int seed) : IPickRandom
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    public int Below(int bound)
    {
        lock (_gate)
            return _random.Next(bound);
    }
}
