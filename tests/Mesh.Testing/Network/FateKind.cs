namespace Mesh.Testing.Network;

/// <summary>What a network may do to a packet.</summary>
internal enum FateKind
{
    Delivered,

    /// <summary>By chance.</summary>
    Lost,

    /// <summary>By a rule.</summary>
    Blocked,
}
