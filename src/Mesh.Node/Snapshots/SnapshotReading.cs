using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Wire;

namespace Mesh.Node.Snapshots;

/// <summary>Reads a snapshot whole, or says why it is none: nothing of a damaged one is used. Pure.</summary>
internal sealed class SnapshotReading
{
    /// <summary>As bytes; many times what a mesh may hold, and so much that no bomb of zeros fills the memory.</summary>
    public const int MaxPacked = 256 << 20;

    private const long MaxUnpacked = 1L << 30;
    private const int MaxLine = 1 << 20;

    private readonly IncrementalHash _sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<ServiceInstance> _instances = [];
    private readonly List<KeyRecord> _entries = [];
    private readonly List<KeyRecord> _leases = [];
    private SnapshotHeader? _header;
    private bool _isAtEnd;
    private int _number;

    /// <param name="fault">What is wrong, in words that follow "the snapshot".</param>
    public static bool TryRead(Stream packed, [NotNullWhen(true)] out SnapshotContent? content, out string fault)
    {
        var reading = new SnapshotReading();
        (content, fault) = (null, "");
        try
        {
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
            fault = reading.Read(unpacked) ?? "";
        }
        catch (InvalidDataException)
        {
            fault = reading._number == 0 ? "is not compressed by gzip" : $"is damaged after line {reading._number}";
        }
        finally
        {
            reading._sum.Dispose();
        }

        if (fault.Length > 0)
            return false;
        content = new SnapshotContent(
            reading._header!.Name, reading._header.TakenAt, reading._instances, reading._entries, reading._leases);
        return true;
    }

    private string? Read(Stream unpacked)
    {
        var (buffer, held, total) = (new byte[MaxLine], 0, 0L);
        while (true)
        {
            var read = unpacked.Read(buffer, held, buffer.Length - held);
            total += read;
            held += read;
            var from = 0;
            while (buffer.AsSpan(from, held - from).IndexOf((byte)'\n') is var end && end >= 0)
            {
                if (Line(buffer.AsSpan(from, end + 1)) is { } fault)
                    return fault;
                from += end + 1;
            }

            buffer.AsSpan(from, held - from).CopyTo(buffer);
            held -= from;
            if (read == 0)
                return _isAtEnd && held == 0 ? null : $"is cut off after line {_number}";
            if (held == buffer.Length || total > MaxUnpacked)
                return $"is too large at line {_number + 1}";
        }
    }

    /// <summary>Null: all is well with it.</summary>
    private string? Line(ReadOnlySpan<byte> line)
    {
        _number++;
        if (_isAtEnd)
            return "goes on after its checksum";
        try
        {
            return _number == 1 ? First(line) : Next(line);
        }
        catch (JsonException)
        {
            return $"is damaged: line {_number} is not JSON";
        }
    }

    private string? First(ReadOnlySpan<byte> line)
    {
        _header = JsonSerializer.Deserialize(line, SnapshotJson.Default.SnapshotHeader);
        if (_header is not { Mesh: SnapshotHeader.Mark })
            return "is none: its first line is not the header of one";
        if (_header.Version != SnapshotHeader.Form)
            return $"has the form {_header.Version}, known here is {SnapshotHeader.Form}";
        _sum.AppendData(line);
        return null;
    }

    private string? Next(ReadOnlySpan<byte> line)
    {
        var item = Parse(line);
        if (item?.Sha256 is { } sum)
            return Last(sum);
        _sum.AppendData(line);
        var bytes = item?.Record ?? [];
        if (item?.Instance is not null && InstanceCodec.Read(bytes) is { } instance)
            _instances.Add(instance);
        else if (item?.Entry is not null && KeyRecordCodec.Read(bytes) is { Deleted: false } entry && entry.Slot.Space == KeySpace.Entry)
            _entries.Add(entry);
        else if (item?.Lease is not null && KeyRecordCodec.Read(bytes) is { Deleted: false } lease && lease.Slot.Space == KeySpace.Lease)
            _leases.Add(lease);
        else
            return $"is damaged: line {_number} is no record that is known here";
        return null;
    }

    private static SnapshotLine? Parse(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, SnapshotJson.Default.SnapshotLine);

    private string? Last(string sum)
    {
        _isAtEnd = true;
        if (!string.Equals(sum, Convert.ToHexStringLower(_sum.GetHashAndReset()), StringComparison.Ordinal))
            return "is damaged: its checksum is another";
        return (_instances.Count, _entries.Count, _leases.Count) == (_header!.Instances, _header.Entries, _header.Leases)
            ? null
            : "is damaged: it holds another number of records than its header says";
    }
}
