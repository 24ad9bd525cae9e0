namespace Mesh.Trials.Comparison;

/// <summary>A figure as it was measured: medians of the rounds.</summary>
internal sealed record Outcome(Figure Figure, double? Mesh, double? Peer)
{
    public double? Ratio => Peer is > 0 ? Mesh / Peer : null;

    /// <summary>Null: there is no goal, or it was not measured.</summary>
    public bool? IsMet => Figure.Goal.IsMet(Mesh, Ratio);

    public bool IsMissing => Mesh is null || (Figure.Peer is not null && Peer is null);

    public static Outcome Of(Figure figure, Readings readings) => new(
        figure, Numbers.Median(readings.OfMesh(figure)), Numbers.Median(readings.OfPeer(figure)));
}
