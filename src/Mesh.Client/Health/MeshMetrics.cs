using System.Diagnostics.Metrics;
using Mesh.Client.Runtime;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Wire;

namespace Mesh.Client.Health;

/// <summary>What the node's view can be watched by: meter "Mesh". All are read when somebody asks.</summary>
internal sealed class MeshMetrics
{
    public const string MeterName = "Mesh";

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
        var meter = _meters.Create(MeterName);
        meter.CreateObservableGauge("mesh.phase", () => (int)_hub.State.Phase, null, "0 starting, 1 joining, 2 warming, 3 ready, 4 restarting, 5 refused, 6 leaving, 7 stopped");
        meter.CreateObservableCounter("mesh.restarts", () => _runtime.Restarts, "{restart}", "Restarts of the node inside the process");
        meter.CreateObservableGauge("mesh.revision", () => _hub.Snapshot.Revision, null, "Revision of the view");
        meter.CreateObservableGauge("mesh.services", () => _hub.Snapshot.Services.Count, "{service}", "Services in the view");
        meter.CreateObservableGauge("mesh.instances", Instances, "{instance}", "Instances in the view by status and standing");
        meter.CreateObservableGauge("mesh.registrations", () => _hub.OwnRegistrations.Count, "{instance}", "Instances that this node owns");
        meter.CreateObservableGauge("mesh.ownerless", () => _hub.OwnerlessEntries, "{instance}", "Entries whose owner is no member; must be 0");
        meter.CreateObservableGauge("mesh.peers", () => _hub.Snapshot.Contacts.Count, "{node}", "Other nodes");
        meter.CreateObservableGauge("mesh.contact.age", OldestContact, "s", "Time since the peer was heard of that was silent longest");
        meter.CreateObservableCounter("mesh.wire.received", () => Traffic(i => i.Messages), "{message}", "Messages of other nodes by manifest");
        meter.CreateObservableCounter("mesh.wire.received.size", () => Traffic(i => i.Bytes), "By", "Bytes of messages of other nodes by manifest");
        if (_parts.Certificates.Value is { } certificates)
        {
            meter.CreateObservableGauge(
                "mesh.certificate.left", () => (certificates.Current.Until - _time.GetUtcNow()).TotalSeconds, "s", "Time until the node's certificate ends; below 0 it has");
        }

        foreach (var extension in _parts.Extensions)
            extension.AddInstruments(meter);
    }

    private static IEnumerable<Measurement<long>> Traffic(Func<WireTrafficItem, long> figure) => WireTraffic.Received()
        .Select(i => new Measurement<long>(figure(i), new KeyValuePair<string, object?>("manifest", i.Manifest)));

    private IEnumerable<Measurement<int>> Instances() => _hub.Snapshot.Services.Values
        .SelectMany(s => s.Instances)
        .GroupBy(i => (i.Instance.Status, i.Standing))
        .Select(g => new Measurement<int>(g.Count(), Tag("status", g.Key.Status), Tag("standing", g.Key.Standing)));

    private double OldestContact()
    {
        var now = _time.GetTimestamp();
        var oldest = _hub.Snapshot.Contacts.Values.Select(c => c.Timestamp).DefaultIfEmpty(now).Min();
        return _time.GetElapsedTime(oldest, now).TotalSeconds;
    }

    private static KeyValuePair<string, object?> Tag<T>(string name, T value)
        where T : struct, Enum => new(name, value.ToString().ToLowerInvariant());
}
