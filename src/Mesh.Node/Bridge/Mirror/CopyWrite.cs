namespace Mesh.Node.Bridge.Mirror;

/// <summary>A change to make at the target.</summary>
internal abstract record CopyWrite(string Key)
{
    /// <summary>Write the copy, new or anew.</summary>
    internal sealed record Put(string Key, CopiedInstance Instance, OriginMark Mark) : CopyWrite(Key);

    /// <summary>Remove the copy.</summary>
    internal sealed record Delete(string Key) : CopyWrite(Key);
}
