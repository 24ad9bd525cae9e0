namespace Mesh.Node.Access;

/// <summary>What a caller of a door wants to do.</summary>
internal enum AccessAction
{
    /// <summary>Look services up, pick, watch, explain.</summary>
    Read,

    /// <summary>Register, renew, drain and remove instances.</summary>
    Register,

    /// <summary>Set policies, give orders to members.</summary>
    Operate,
}
