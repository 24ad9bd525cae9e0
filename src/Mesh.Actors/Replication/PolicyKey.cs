using Akka.DistributedData;

namespace Mesh.Replication;

/// <summary>The typed name of the replicated policies.</summary>
internal sealed class PolicyKey(string id) : Key<PolicyTable>(id);
