namespace Mesh.Node.Tests.Fuzz;

/// <summary>Makes inputs that are nearly right out of those that are, the same ones for the same seed.</summary>
internal sealed class Mutations(int seed, IReadOnlyList<byte[]> corpus)
{
    private const int MostBytes = 64 * 1024;

    // Lengths, signs, separators and marks that parsers take for something.
    private static readonly byte[] Odd = [0, 1, 0x7f, 0x80, 0xc0, 0xff, .. "\"{}[(\\$\n.:"u8];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        List<byte> bytes = [.. corpus[_random.Next(corpus.Count)]];
        for (var i = _random.Next(1, 6); i > 0; i--)
            Change(bytes);
        return bytes.Count <= MostBytes ? [.. bytes] : [.. bytes.Take(MostBytes)];
    }

    private void Change(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        switch (_random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Odd[_random.Next(Odd.Length)];
                break;
            case 2:
                bytes.Insert(at, Odd[_random.Next(Odd.Length)]);
                break;
            case 3 when at < bytes.Count:
                bytes.RemoveRange(at, _random.Next(1, bytes.Count - at + 1));
                break;
            case 4:
                bytes.InsertRange(at, Slice([.. bytes]));
                break;
            case 5:
                bytes.InsertRange(at, Slice(corpus[_random.Next(corpus.Count)]));
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat(Odd[_random.Next(Odd.Length)], _random.Next(1, 300)));
                break;
        }
    }

    private byte[] Slice(byte[] of)
    {
        var from = _random.Next(of.Length + 1);
        return of[from..(from + _random.Next(of.Length - from + 1))];
    }
}
