namespace Mesh.Node.Data.Former;

/// <summary>A stored instance as a whole.</summary>
/// <param name="Service">For people who look into the file.</param>
/// <param name="Id">Likewise.</param>
internal sealed record KeptRecord(string? Service, string? Id, byte[]? Record);
