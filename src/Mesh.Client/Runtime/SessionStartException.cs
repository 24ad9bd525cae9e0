namespace Mesh.Client.Runtime;

/// <summary>A run could not start. The message is one readable line.</summary>
internal sealed class SessionStartException : Exception
{
    public SessionStartException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
