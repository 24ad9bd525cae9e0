namespace Mesh.Palette.Api;

/// <summary>The member that an order concerns, "host:port"; also the answer when it was given.</summary>
public sealed record AddressBody(string? Address);
