using System.Collections.Immutable;
using Mesh.Federation.Link;

namespace Mesh.Federation.Imports;

/// <summary>What an import is told.</summary>
internal abstract record ImportInput
{
    private ImportInput()
    {
    }

    /// <summary>The overlay answered.</summary>
    /// <param name="Candidates">In the order in which they are to be asked, those of one mesh together.</param>
    public sealed record Located(ImmutableArray<ImportCandidate> Candidates) : ImportInput;

    /// <summary>The overlay could not be asked.</summary>
    public sealed record NotLocated : ImportInput
    {
        public static readonly NotLocated Instance = new();
    }

    /// <summary>A stream said something.</summary>
    /// <param name="Stream">The number that it was opened with.</param>
    public sealed record Heard(int Stream, LinkEvent Event) : ImportInput;

    /// <summary>Time passes.</summary>
    public sealed record Tick : ImportInput
    {
        public static readonly Tick Instance = new();
    }
}
