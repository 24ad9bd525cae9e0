namespace Mesh.Testing.Network;

/// <param name="Delay">Of one that is delivered: how long it takes.</param>
internal readonly record struct Fate(FateKind Kind, TimeSpan Delay);
