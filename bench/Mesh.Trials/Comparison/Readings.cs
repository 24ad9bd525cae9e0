namespace Mesh.Trials.Comparison;

/// <summary>What the rounds of a row measured.</summary>
internal sealed class Readings
{
    private readonly Dictionary<Figure, List<double>> _mesh = [];
    private readonly Dictionary<Figure, List<double>> _peer = [];

    public IReadOnlyList<double> OfMesh(Figure figure) => _mesh.GetValueOrDefault(figure, []);

    public IReadOnlyList<double> OfPeer(Figure figure) => _peer.GetValueOrDefault(figure, []);

    public void Mesh(Figure figure, double value) => Add(_mesh, figure, value);

    public void Peer(Figure figure, double value) => Add(_peer, figure, value);

    private static void Add(Dictionary<Figure, List<double>> to, Figure figure, double value)
    {
        if (!to.TryGetValue(figure, out var values))
            to[figure] = values = [];
        values.Add(value);
    }
}
