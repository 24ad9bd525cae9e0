using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Client.Local;

/// <summary>What who asks may still write, before it is written. Where none is given nobody but the node has bounds.</summary>
internal interface IWriteQuota
{
    /// <summary>The bound that a record would exceed; null: none.</summary>
    InvalidField? Excess(ServiceInstance record);

    /// <summary>The bound that a batch would exceed; null: none.</summary>
    KeyValueReplies.Full? Excess(KeyBatch batch);

    /// <summary>The bound that another lease would exceed; null: none.</summary>
    KeyValueReplies.Full? LeaseExcess();

    /// <summary>Who asks has been granted a lease.</summary>
    void Granted(long lease);
}
