namespace Mesh.Wire;

/// <summary>How large an encoded message may be, in bytes. Larger ones are refused before they are looked at.</summary>
internal static class WireLimits
{
    /// <summary>Commands, queries and what the nodes' parts tell each other: the largest record fits twice.</summary>
    public const int Message = 1024 * 1024;

    /// <summary>Replies that list, and replicated state. Far above what the transport's frame lets through.</summary>
    public const int State = 64 * 1024 * 1024;
}
