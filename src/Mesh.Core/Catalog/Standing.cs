namespace Mesh.Catalog;

/// <summary>What the other nodes see of an instance's owner.</summary>
public enum Standing
{
    Confirmed = 0,

    /// <summary>A link to the owner broke or a caller was refused; nobody has heard of it since.</summary>
    Suspect = 1,

    /// <summary>The failure detector gave the owner up; it is still a member.</summary>
    Unreachable = 2,
}
