namespace Mesh.Node.Data.Records;

/// <summary>One write to the store.</summary>
/// <param name="Row">Null: nothing is stored under the key any longer.</param>
internal readonly record struct StoreChange(StoredKey Key, StoredRow? Row);
