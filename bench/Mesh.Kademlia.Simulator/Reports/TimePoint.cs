namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>One point of the chart of times to the first answer.</summary>
internal sealed record TimePoint(int Peers, int DeadPercent, double P50, double P99);
