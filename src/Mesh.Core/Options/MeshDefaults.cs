namespace Mesh.Options;

/// <summary>Defaults that more than the options' own class needs to know.</summary>
public static class MeshDefaults
{
    /// <summary>The port of a stand-alone node.</summary>
    public const int Port = 4053;

    public const int Buckets = 64;

    /// <summary>How long a stand-alone node's answers to writes wait for the other members.</summary>
    public static readonly TimeSpan WriteReach = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the place of an anchored instance is kept while its node is away.</summary>
    public static readonly TimeSpan ReapAfter = TimeSpan.FromHours(72);

    /// <summary>What a node writes and reads; nodes of another number are refused at the join.</summary>
    public const int WireVersion = 1;
}
