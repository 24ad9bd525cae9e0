namespace Mesh.Node.Access;

/// <summary>Whether a request may go on.</summary>
internal enum AccessVerdict
{
    Allowed,

    /// <summary>The endpoint does not say what it needs: it is shut to everybody.</summary>
    NotSaid,

    /// <summary>It was sent by a page of another site.</summary>
    ForeignSite,

    /// <summary>It asked by a name that is not the node's.</summary>
    ForeignHost,

    /// <summary>Its token is none of this node's.</summary>
    UnknownToken,

    /// <summary>It has no token and would need one.</summary>
    NoToken,

    /// <summary>As many requests of its token are open as may be.</summary>
    TooMany,

    /// <summary>Its token does not allow it.</summary>
    Denied,
}
