using System.Net.Sockets;

namespace Mesh.Links;

/// <summary>Why one connection ended, in words that name no more than that connection.</summary>
internal sealed class LinkException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Nobody is there, or does not answer yet: not worth a line, whoever asks says so in his own way.</summary>
    public bool IsSilence => InnerException is SocketException or OperationCanceledException;

    /// <summary>The other end speaks as Akka's own transport does.</summary>
    public bool IsOfAkka { get; init; }
}
