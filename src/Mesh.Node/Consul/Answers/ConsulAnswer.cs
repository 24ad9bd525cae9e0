using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Mesh.Node.Consul.Answers;

/// <summary>A body ready to be sent, with the index of the query that it answers. Made once, sent many times.</summary>
internal sealed class ConsulAnswer(long index, byte[] body, int status = StatusCodes.Status200OK)
{
    public const string Json = "application/json";

    private string? _hash;

    public long Index { get; } = index;

    /// <summary>As the header has it: an index of 0 would read as "no index", which ends the watches of some clients.</summary>
    public StringValues IndexText { get; } = Math.Max(1, index).ToString(CultureInfo.InvariantCulture);

    public byte[] Body { get; } = body;

    public int Status { get; } = status;

    public string ContentType { get; init; } = Json;

    /// <summary>The same under another index.</summary>
    public ConsulAnswer At(long shown) => shown == Index ? this : new(shown, Body, Status) { ContentType = ContentType };

    /// <summary>Differs when the body does.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(Body).AsSpan(0, 16));
}
