namespace Mesh.KeyValues;

/// <summary>What is asked of the owner of a lease. Numbers go over the wire; an unknown one is taken as TimeToLive, which changes nothing.</summary>
internal enum LeaseVerb
{
    TimeToLive = 0,
    KeepAlive = 1,
    Revoke = 2,
}
