namespace Mesh.KeyValues;

/// <summary>What is asked of the owner of a lease, or of who decides on its number. Numbers go over the wire; an unknown one is taken as TimeToLive, which changes nothing.</summary>
internal enum LeaseVerb
{
    TimeToLive = 0,
    KeepAlive = 1,
    Revoke = 2,

    /// <summary>Of the home of a number that a client chose: it alone grants it.</summary>
    Grant = 3,
}
