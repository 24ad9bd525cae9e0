namespace Mesh.KeyValues;

/// <summary>What a replicated record is. Numbers go over the wire.</summary>
internal enum KeySpace
{
    Entry = 0,
    Lease = 1,
}
