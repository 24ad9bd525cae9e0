namespace Mesh.Palette.Api;

/// <summary>A gateway that answered.</summary>
public sealed record KadPingReply(string Address, string Node, double RoundTripMs);
