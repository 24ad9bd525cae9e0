namespace Mesh.Dashboard.Doors;

/// <summary>A door that is open.</summary>
/// <param name="Name">What its figures are kept under.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Kind">Which calls it takes.</param>
/// <param name="Listens">"host:port", one for each address that it listens on.</param>
internal sealed record DoorFact(string Name, string Title, DoorKind Kind, IReadOnlyList<string> Listens)
{
    /// <summary>Is it encrypted, with the node's certificate?</summary>
    public bool IsTls { get; init; }

    /// <summary>Are its callers asked for a token?</summary>
    public bool HasTokens { get; init; }
}
