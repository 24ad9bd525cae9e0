using System.Diagnostics.Metrics;
using Mesh.Client.Runtime;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Telemetry;
using Mesh.Wire;

namespace Mesh.Client.Health;

/// <summary>What the node's view can be watched by: meter "Mesh". Most are read when somebody asks.</summary>
internal sealed class MeshMetrics
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly MeshHub _hub;
    private readonly MeshRuntime _runtime;
    private readonly IMeterFactory _meters;
    private readonly TimeProvider _time;
    private readonly MeshSetup _parts;

    public MeshMetrics(MeshHub hub, MeshRuntime runtime, IMeterFactory meters, TimeProvider time, MeshSetup parts)
    {
        _parts = parts;
        _hub = hub;
        _runtime = runtime;
        _meters = meters;
        _time = time;
    }

    public void Start()
    {
        var meter = _meters.Create(MeshTelemetry.MeterName);
        meter.CreateObservableGauge(MeshInstruments.Phase, () => (int)_hub.State.Phase, "{phase}", "0 starting, 1 joining, 2 warming, 3 ready, 4 restarting, 5 refused, 6 leaving, 7 stopped");
        meter.CreateObservableCounter(MeshInstruments.Restarts, () => _runtime.Restarts, "{restart}", "Restarts of the node inside the process");
        meter.CreateObservableGauge(MeshInstruments.Revision, () => _hub.Snapshot.Revision, "{revision}", "Revision of the view");
        meter.CreateObservableGauge(MeshInstruments.Services, () => _hub.Snapshot.Services.Count, "{service}", "Services in the view");
        meter.CreateObservableGauge(MeshInstruments.Instances, Instances, "{instance}", "Instances in the view by status and standing");
        meter.CreateObservableGauge(MeshInstruments.Registrations, () => _hub.OwnRegistrations.Count, "{instance}", "Instances that this node owns");
        meter.CreateObservableGauge(MeshInstruments.Ownerless, () => _hub.OwnerlessEntries, "{instance}", "Entries whose owner is no member; must be 0");
        meter.CreateObservableGauge(MeshInstruments.Peers, () => _hub.Snapshot.Contacts.Count, "{node}", "Other nodes");
        meter.CreateObservableGauge(MeshInstruments.ContactAge, OldestContact, "s", "Time since the peer was heard of that was silent longest");
        meter.CreateObservableGauge(MeshInstruments.LookupAge, OldestLookup, "s", "Age of the answer to a lookup of the service whose owners were silent longest");
        meter.CreateObservableCounter(MeshInstruments.LeaseExpiries, () => _hub.Checks.Expiries, "{lease}", "Leases that ran out at this node");
        meter.CreateObservableCounter(MeshInstruments.CheckFailures, () => _hub.Checks.Failures, "{check}", "Runs of active checks of this node that found an instance critical");
        meter.CreateObservableCounter(MeshInstruments.WireReceived, () => Traffic(i => i.Messages), "{message}", "Messages of other nodes by manifest");
        meter.CreateObservableCounter(MeshInstruments.WireReceivedSize, () => Traffic(i => i.Bytes), "By", "Bytes of messages of other nodes by manifest");
        if (_parts.Certificates.Value is { } certificates)
        {
            meter.CreateObservableGauge(
                MeshInstruments.CertificateLeft,
                () => (certificates.Current.Until - _time.GetUtcNow()).TotalSeconds,
                "s",
                "Time until the node's certificate ends; below 0 it has");
            meter.CreateObservableCounter(
                MeshInstruments.RefusedEntries,
                () => _hub.Refused.All().Select(r => new Measurement<long>(r.Count, new KeyValuePair<string, object?>("reason", r.Reason))),
                "{entry}",
                "Entries said to be another node's that were not taken, by why: unsigned, signature, certificate, limits, sender");
        }

        var propagation = meter.CreateHistogram<double>(MeshInstruments.PropagationDuration, "s", "From the registration at another node, by its clock, to this view", advice: Seconds);
        var lag = meter.CreateHistogram<double>(MeshInstruments.WatchLag, "s", "From a change in this view to a watcher in this process", advice: Seconds);
        _hub.Times.Measure(_time, propagation.Record, lag.Record, () => lag.Enabled || propagation.Enabled);
        foreach (var extension in _parts.Extensions)
            extension.AddInstruments(meter);
    }

    private static IEnumerable<Measurement<long>> Traffic(Func<WireTrafficItem, long> figure) => WireTraffic.Received()
        .Select(i => new Measurement<long>(figure(i), new KeyValuePair<string, object?>("manifest", i.Manifest)));

    private IEnumerable<Measurement<int>> Instances() => _hub.Snapshot.Services.Values
        .SelectMany(s => s.Instances)
        .GroupBy(i => (i.Instance.Status, i.Standing))
        .Select(g => new Measurement<int>(g.Count(), Tag("status", g.Key.Status), Tag("standing", g.Key.Standing)));

    private double OldestLookup()
    {
        var snapshot = _hub.Snapshot;
        return snapshot.Services.Values.Select(s => snapshot.AgeOf(s, _time)).DefaultIfEmpty().Max().TotalSeconds;
    }

    private double OldestContact()
    {
        var now = _time.GetTimestamp();
        var oldest = _hub.Snapshot.Contacts.Values.Select(c => c.Timestamp).DefaultIfEmpty(now).Min();
        return _time.GetElapsedTime(oldest, now).TotalSeconds;
    }

    private static KeyValuePair<string, object?> Tag<T>(string name, T value)
        where T : struct, Enum => new(name, value.ToString().ToLowerInvariant());
}
