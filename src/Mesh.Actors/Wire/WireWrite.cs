namespace Mesh.Wire;

/// <summary>Writes the fields of a value.</summary>
internal delegate void WireWrite<in T>(ref WireWriter writer, T value);
