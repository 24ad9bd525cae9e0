namespace Mesh.Links;

/// <summary>What all associations of one transport have in common.</summary>
/// <param name="LongestMessage">In bytes; a longer one ends the connection.</param>
/// <param name="MostWaiting">How many bytes may wait to be sent; one message always may.</param>
/// <param name="Ended">Told when a connection is closed.</param>
internal sealed record LinkHandleParts(
    int LongestMessage, int MostWaiting, LinkFaultLog Faults, TimeProvider Time, Action<LinkHandle> Ended);
