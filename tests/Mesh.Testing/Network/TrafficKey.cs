namespace Mesh.Testing.Network;

/// <param name="Port">That packets go to; answers go to the ports of those who asked.</param>
internal readonly record struct TrafficKey(string From, string To, IpProtocol Protocol, ushort Port);
