namespace Mesh.Trials;

/// <summary>What a node met that joined a full mesh.</summary>
/// <param name="FillRate">Registrations per second before it came.</param>
/// <param name="Ready">Seconds until it said that it is ready.</param>
/// <param name="AtReady">Instances that its view held then.</param>
/// <param name="Doubted">Looks at the members, meanwhile, that saw one suspect or unreachable.</param>
internal sealed record JoinFigures(double FillRate, double Ready, int AtReady, int Doubted);
