namespace Mesh.Wire;

/// <summary>Protobuf's wire types.</summary>
internal enum WireKind
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
