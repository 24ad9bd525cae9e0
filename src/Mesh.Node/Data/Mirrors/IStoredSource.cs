using Mesh.Node.Data.Records;

namespace Mesh.Node.Data.Mirrors;

/// <summary>Something of this node that is kept on its disk. Asked by the thread that writes.</summary>
internal interface IStoredSource
{
    /// <summary>How what this node holds now differs from what is stored.</summary>
    IReadOnlyList<StoreChange> Collect();

    /// <summary>What was collected last is stored.</summary>
    void Stored();

    /// <summary>Nothing is stored any longer: the file is to be written anew.</summary>
    void Forget();

    /// <summary>The node stops: what others show from now on was handed over to them, and stays stored here too.</summary>
    void BeginStop();
}
