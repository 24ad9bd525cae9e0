using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>
/// What a heartbeat knows of an instance and its checks, kept beside its actor so that a restart goes on with it. Touched
/// by the instance's actor only, after its first start.
/// </summary>
internal sealed class TrackedInstance
{
    private readonly string _observer;

    public TrackedInstance(ServiceInstance instance, string observer, CheckReports reports, Moment now)
    {
        _observer = observer;
        Key = instance.Key;
        Reports = reports;
        Take(instance, isSignOfLife: true, now);
    }

    public InstanceKey Key { get; }

    /// <summary>Its address, which its checks may reach.</summary>
    public string Host { get; private set; } = "";

    public CheckReports Reports { get; }

    /// <summary>The one without a name, or those with names.</summary>
    public TrackedCheck[] Checks { get; private set; } = [];

    public TrackedCheck? Find(string id) => Array.Find(Checks, c => c.Id == id);

    /// <summary>Takes over a record. Checks that go on keep what they have counted.</summary>
    public void Take(ServiceInstance instance, bool isSignOfLife, Moment now)
    {
        Host = instance.Host;
        Checks = instance.Checks.Count == 0
            ? [Take("", instance.Health, instance.Status, isSignOfLife: true, now)]
            : [.. instance.Checks.Select(c => Take(c.Id, c.Terms, c.Status, isSignOfLife, now))];
        Reports.Keep(Key, Checks.Select(c => c.Id));
    }

    private TrackedCheck Take(string id, HealthTerms terms, InstanceStatus status, bool isSignOfLife, Moment now)
    {
        if (Find(id) is not { } check)
            return new TrackedCheck(id, HealthState.Begin(terms, status, _observer, now));
        if (isSignOfLife || check.State.Terms != terms || check.State.Status != status)
            check.State = check.State.Step(new HealthInput.Tracked(terms, status), now).Next;
        return check;
    }
}
