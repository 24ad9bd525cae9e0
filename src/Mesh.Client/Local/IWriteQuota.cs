using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Client.Local;

/// <summary>What who asks may still write, before it is written. Where none is given nobody but the node has bounds.</summary>
internal interface IWriteQuota
{
    /// <param name="keepsChecks">The checks that the instance has stay, beside those of the record.</param>
    QuotaRoom Take(ServiceInstance record, bool keepsChecks);

    QuotaRoom Take(KeyBatch batch);

    QuotaRoom TakeLease();

    /// <summary>Who asks has been granted a lease.</summary>
    void Granted(long lease);
}
