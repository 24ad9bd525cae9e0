using Mesh.Catalog;

namespace Mesh.Membership.Downing;

/// <summary>What <see cref="DowningState"/> wants done.</summary>
internal abstract record DowningEffect
{
    /// <summary>Declare the member dead.</summary>
    public sealed record Remove(Owner Owner, string Reason) : DowningEffect;

    /// <summary>The reason why somebody, or nobody, is removed is another one than last time.</summary>
    public sealed record Note(int Members, string Reason) : DowningEffect;
}
