namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>One line of a chart.</summary>
internal sealed record SvgSeries(string Name, string Colour, (double X, double Y)[] Points);
