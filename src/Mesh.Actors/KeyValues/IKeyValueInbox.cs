namespace Mesh.KeyValues;

/// <summary>The way to the actor of the store that runs right now.</summary>
internal interface IKeyValueInbox
{
    void Post(KeyValueCall call);
}
