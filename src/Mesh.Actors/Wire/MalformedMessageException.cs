using System.Runtime.Serialization;

namespace Mesh.Wire;

/// <summary>
/// A message that cannot be read or may not be written: which one by its manifest, and why. The only exception that the
/// serializer throws for what comes in, so that the transport drops the message and nothing else.
/// </summary>
internal sealed class MalformedMessageException : SerializationException
{
    public MalformedMessageException()
    {
    }

    public MalformedMessageException(string message)
        : base(message)
    {
    }

    public MalformedMessageException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    public MalformedMessageException(string manifest, string reason, Exception? inner)
        : base($"mesh message '{manifest}': {reason}", inner)
    {
        Manifest = manifest;
        Reason = reason;
    }

    /// <summary>The manifest as it came, cut to 16 characters.</summary>
    public string Manifest { get; } = "";

    public string Reason { get; } = "";
}
