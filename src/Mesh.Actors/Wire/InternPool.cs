using System.Buffers.Binary;

namespace Mesh.Wire;

/// <summary>
/// Gives equal bytes the same object, so that a hundred thousand records share their zones, tags and metadata. A table
/// of fixed size in which a newcomer takes the place of an older entry: bounded, without locks, and wrong guesses cost
/// a copy, never an error.
/// </summary>
/// <param name="slots">A power of two.</param>
/// <param name="maxBytes">Longer values are not kept.</param>
internal sealed class InternPool<T>(int slots, int maxBytes, WireRead<T> read)
{
    private readonly Entry?[] _entries = new Entry?[slots];

    public T Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > maxBytes)
            return read(bytes);

        var hash = Hash(bytes);
        var first = (int)(hash & (uint)(slots - 1));
        if (Volatile.Read(ref _entries[first]) is { } one && one.Is(hash, bytes))
            return one.Value;
        var second = (int)((hash >> 32) & (uint)(slots - 1));
        if (Volatile.Read(ref _entries[second]) is { } two && two.Is(hash, bytes))
            return two.Value;

        var entry = new Entry(hash, bytes.ToArray(), read(bytes));
        var place = _entries[first] is null || (_entries[second] is not null && (hash >> 63) == 0) ? first : second;
        Volatile.Write(ref _entries[place], entry);
        return entry.Value;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
            hash = (hash ^ b) * 0x9E3779B97F4A7C15;
        return StableHash.Mix(hash);
    }

    private sealed class Entry(ulong hash, byte[] bytes, T value)
    {
        public T Value { get; } = value;

        public bool Is(ulong otherHash, ReadOnlySpan<byte> other) => hash == otherHash && other.SequenceEqual(bytes);
    }
}
