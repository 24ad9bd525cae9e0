namespace Mesh.Hosting;

/// <summary>A settings file cannot be used; the message names the file, the key and what is wrong.</summary>
public sealed class MeshHoconException : Exception
{
    public MeshHoconException()
    {
    }

    public MeshHoconException(string message)
        : base(message)
    {
    }

    public MeshHoconException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
