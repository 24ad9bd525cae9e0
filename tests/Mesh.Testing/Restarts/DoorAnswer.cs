using System.Collections.Immutable;

namespace Mesh.Testing.Restarts;

/// <summary>What a door says of a service, by the ports of its instances.</summary>
/// <param name="Listed">Null: the door shows only what is offered.</param>
internal sealed record DoorAnswer(ImmutableHashSet<int>? Listed, ImmutableHashSet<int> Offered);
