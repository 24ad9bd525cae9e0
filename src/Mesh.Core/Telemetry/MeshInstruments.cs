namespace Mesh.Telemetry;

/// <summary>The instruments of the meter <see cref="MeshTelemetry.MeterName"/>; docs/telemetry.md says what each measures.</summary>
public static class MeshInstruments
{
    // Of any node.
    public const string Phase = "mesh.phase";
    public const string Restarts = "mesh.restarts";
    public const string Revision = "mesh.revision";
    public const string Services = "mesh.services";
    public const string Instances = "mesh.instances";
    public const string Registrations = "mesh.registrations";
    public const string Ownerless = "mesh.ownerless";
    public const string Peers = "mesh.peers";
    public const string CertificateLeft = "mesh.certificate.left";
    public const string RefusedEntries = "mesh.refused.entries";
    public const string ContactAge = "mesh.contact.age";
    public const string LookupAge = "mesh.lookup.age";
    public const string WatchLag = "mesh.watch.lag";
    public const string PropagationDuration = "mesh.propagation.duration";
    public const string LeaseExpiries = "mesh.lease.expiries";
    public const string CheckFailures = "mesh.check.failures";
    public const string WireReceived = "mesh.wire.received";
    public const string WireReceivedSize = "mesh.wire.received.size";

    // Of calls to services.
    public const string ClientPicks = "mesh.client.picks";
    public const string ClientRetries = "mesh.client.retries";
    public const string ClientRefusals = "mesh.client.refusals";

    // Of a stand-alone node.
    public const string BuildInfo = "mesh.build.info";
    public const string DoorRequestDuration = "mesh.door.request.duration";
    public const string DoorWaits = "mesh.door.waits";
    public const string ConsulBlockingQueries = "mesh.consul.blocking_queries";
    public const string AccessDecisions = "mesh.access.decisions";
    public const string AuditLost = "mesh.audit.lost";
    public const string StoreFailing = "mesh.store.failing";
    public const string StoreUnstored = "mesh.store.unstored";
    public const string StoreFailures = "mesh.store.failures";
    public const string StoreCommits = "mesh.store.commits";
    public const string StoreWrites = "mesh.store.writes";
    public const string StoreRecords = "mesh.store.records";
}
