namespace Mesh.Client;

/// <summary>
/// Where a node promises more than its own memory: each write that it acknowledged is held back until this says so. At
/// most one among the services.
/// </summary>
internal interface IWriteBarrier
{
    /// <summary>Ends once what this node holds now is stored. Null: it is; else the reason why it could not be.</summary>
    Task<string?> StoredAsync(CancellationToken cancellation);
}
