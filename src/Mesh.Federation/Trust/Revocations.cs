using System.Security.Cryptography;
using Mesh.Kademlia;

namespace Mesh.Federation.Trust;

/// <summary>
/// The revoked keys of a closed federation, read from a file that an operator may replace at any time. A list that is not
/// the authority's, or older than the one known, changes nothing. Thread-safe.
/// </summary>
/// <param name="file">Need not be there: then nobody is revoked. Empty: nobody ever is.</param>
/// <param name="authority">SubjectPublicKeyInfo.</param>
internal sealed class Revocations(string file, ReadOnlyMemory<byte> authority)
{
    private readonly Lock _turn = new();
    private (DateTime At, long Length) _seen;
    private volatile RevocationList _list = RevocationList.Empty;

    /// <summary>For those who have no authority.</summary>
    public static Revocations None { get; } = new("", default);

    /// <summary>False: nobody ever is revoked.</summary>
    public bool HasFile => file.Length > 0;

    public RevocationList List => _list;

    public bool Contains(in NodeId id) => _list.Ids.Contains(id);

    /// <summary>Looks whether the file has changed.</summary>
    /// <param name="trouble">Why what is in the file does not count, in one line; null: it does, or it was seen before.</param>
    /// <returns>True: there is a new list.</returns>
    public bool Refresh(out string? trouble)
    {
        trouble = null;
        if (file.Length == 0)
            return false;
        lock (_turn)
        {
            try
            {
                var info = new FileInfo(file);
                if (!info.Exists || (info.LastWriteTimeUtc, info.Length) == _seen)
                    return false;
                _seen = (info.LastWriteTimeUtc, info.Length);
                return Take(info, out trouble);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
            {
                trouble = $"'{file}' does not count: {fault.Message}";
                return false;
            }
        }
    }

    private bool Take(FileInfo info, out string? trouble)
    {
        if (info.Length > RevocationCodec.MaxBytes)
            throw new IOException($"it has {info.Length} bytes, at most {RevocationCodec.MaxBytes} are read");
        var list = RevocationCodec.FromPem(File.ReadAllText(file));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(authority.Span, out _);
        trouble = !list.IsGood(key) ? $"'{file}' does not count: it is not signed by the authority of this federation"
            : list.Number < _list.Number ? $"'{file}' does not count: it is list {list.Number}, and {_list.Number} is known"
            : null;
        if (trouble is not null || list.Number == _list.Number)
            return false;
        _list = list;
        return true;
    }
}
