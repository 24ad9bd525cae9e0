using Mesh.Federation.Link;

namespace Mesh.Federation.Imports;

/// <summary>What an import asks of its shell.</summary>
internal abstract record ImportEffect
{
    private ImportEffect()
    {
    }

    /// <summary>Ask the overlay who exports it.</summary>
    public sealed record Locate : ImportEffect
    {
        public static readonly Locate Instance = new();
    }

    /// <summary>Open a stream; what it says carries this number. One that is open already is closed first.</summary>
    public sealed record Open(int Stream, ImportCandidate Candidate) : ImportEffect;

    /// <summary>End the stream that is open.</summary>
    public sealed record Close : ImportEffect
    {
        public static readonly Close Instance = new();
    }
}
