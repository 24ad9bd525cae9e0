namespace Mesh.Testing.Network;

/// <summary>What a network may do to a packet.</summary>
public enum FateKind
{
    Delivered,

    /// <summary>By chance.</summary>
    Lost,

    /// <summary>By a rule.</summary>
    Blocked,
}
