namespace Mesh.Kademlia.Nodes;

/// <summary>What a lookup took.</summary>
/// <param name="Hops">Referrals to the nearest peer that answered, itself included.</param>
/// <param name="Messages">Requests sent.</param>
/// <param name="Failures">Requests not answered.</param>
/// <param name="Time">From start to end.</param>
public readonly record struct LookupCost(int Hops, int Messages, int Failures, TimeSpan Time);
