using System.Text;

namespace Mesh.KeyValues;

/// <summary>Opaque bytes: immutable, equal by content, ordered as unsigned bytes. The default value is empty.</summary>
public readonly struct Octets : IEquatable<Octets>, IComparable<Octets>
{
    public static readonly Octets Empty;

    private readonly byte[]? _bytes;

    private Octets(byte[] bytes) => _bytes = bytes;

    public int Length => _bytes?.Length ?? 0;

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    public static Octets Copy(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? default : new(bytes.ToArray());

    /// <summary>Takes the array itself; the caller must not change it any more.</summary>
    public static Octets Wrap(byte[] bytes) => new(bytes);

    public static Octets Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    public bool StartsWith(Octets prefix) => Span.StartsWith(prefix.Span);

    /// <summary>The smallest bytes above everything that starts with these; null: nothing is above.</summary>
    public Octets? PrefixEnd()
    {
        var end = Span.TrimEnd((byte)0xff).ToArray();
        if (end.Length == 0)
            return null;
        end[^1]++;
        return new Octets(end);
    }

    /// <summary>The smallest bytes above these.</summary>
    public Octets Next() => new([.. Span, 0]);

    public int CompareTo(Octets other) => Span.SequenceCompareTo(other.Span);

    public bool Equals(Octets other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Octets other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>As UTF-8 text, for display; bytes that are none become replacement characters.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Span);

    public static bool operator ==(Octets left, Octets right) => left.Equals(right);

    public static bool operator !=(Octets left, Octets right) => !left.Equals(right);

    public static bool operator <(Octets left, Octets right) => left.CompareTo(right) < 0;

    public static bool operator <=(Octets left, Octets right) => left.CompareTo(right) <= 0;

    public static bool operator >(Octets left, Octets right) => left.CompareTo(right) > 0;

    public static bool operator >=(Octets left, Octets right) => left.CompareTo(right) >= 0;
}
