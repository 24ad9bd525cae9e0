namespace Mesh.Palette.Api;

/// <summary>A gateway that answered.</summary>
/// <param name="Carrier">What carried the answer: udp, or grpc where datagrams do not get through.</param>
public sealed record KadPingReply(string Address, string Node, double RoundTripMs, string Carrier);
