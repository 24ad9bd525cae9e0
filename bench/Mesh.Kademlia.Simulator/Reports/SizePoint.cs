namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>One point of the chart of hops.</summary>
internal sealed record SizePoint(int Peers, double MeanHops, double MaxHops, double MeanMessages);
