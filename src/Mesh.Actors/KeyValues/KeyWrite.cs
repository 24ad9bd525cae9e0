namespace Mesh.KeyValues;

/// <summary>One write of a batch.</summary>
public abstract record KeyWrite
{
    private KeyWrite()
    {
    }

    /// <param name="Lease">The lease that the entry lives with; 0: none.</param>
    /// <param name="Flags">Kept beside the value.</param>
    public sealed record Put(Octets Key, Octets Value, long Lease = 0, ulong Flags = 0) : KeyWrite;

    public sealed record Delete(Octets Key) : KeyWrite;

    /// <summary>Deletes every key from <paramref name="From"/> up to, not including, <paramref name="To"/>; null: to the end.</summary>
    public sealed record DeleteRange(Octets From, Octets? To) : KeyWrite;
}
