namespace Mesh.KeyValues;

/// <summary>What a replicated record is. Numbers go over the wire.</summary>
public enum KeySpace
{
    Entry = 0,
    Lease = 1,
}
