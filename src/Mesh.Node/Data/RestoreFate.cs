namespace Mesh.Node.Data;

/// <summary>What the registry's answer means for a stored record that was to be brought back.</summary>
internal enum RestoreFate
{
    /// <summary>Nothing: the registry is to be asked again.</summary>
    Open,

    /// <summary>It is back, or a newer word counts: the file follows what the node owns.</summary>
    Settled,

    /// <summary>The registry does not take it: what is stored of it is all that there is, and stays.</summary>
    Refused,
}
