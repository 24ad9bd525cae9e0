using Google.Protobuf;
using Mesh.KeyValues;

namespace Mesh.Node.Etcd.Answers;

/// <summary>
/// What a key and a range end mean: no end is the one key, an end of one zero byte is no end, anything else is an
/// interval without its end. Pure.
/// </summary>
/// <param name="To">The first key beyond; null: there is none.</param>
/// <param name="IsOneKey">The range was asked for as one key.</param>
internal readonly record struct KeyRange(Octets From, Octets? To, bool IsOneKey)
{
    public static KeyRange Of(ByteString key, ByteString rangeEnd)
    {
        var from = Bytes.Of(key);
        if (rangeEnd.IsEmpty)
            return new(from, from.Next(), true);
        return rangeEnd.Length == 1 && rangeEnd[0] == 0 ? new(from, null, false) : new(from, Bytes.Of(rangeEnd), false);
    }

    public bool Contains(Octets key) => IsOneKey
        ? key == From
        : key >= From && (To is not { } to || key < to);
}
