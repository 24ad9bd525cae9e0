using Mesh.Selection;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Actors.Tests.Registry;

/// <summary>A selection context for tests that do not pick.</summary>
internal static class Selections
{
    public static SelectionContext Context() => new("", TimeSpan.Zero, new EndpointLoads(), new FakeTimeProvider(), new First());

    private sealed class First : IPickRandom
    {
        public int Below(int bound) => 0;
    }
}
