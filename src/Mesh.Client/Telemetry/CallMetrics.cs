using System.Diagnostics.Metrics;
using Mesh.Selection;
using Mesh.Telemetry;

namespace Mesh.Client.Telemetry;

/// <summary>
/// What calls to services are watched by. Counted where a call is made, not where an instance is picked: a pick takes
/// nanoseconds, and would take as many again to count.
/// </summary>
internal sealed class CallMetrics
{
    public const string Http = "http";
    public const string Grpc = "grpc";
    public const string Yarp = "yarp";

    private readonly Counter<long> _picks;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _refusals;

    public CallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeshTelemetry.MeterName);
        _picks = meter.CreateCounter<long>(MeshInstruments.ClientPicks, "{pick}", "Picks for calls by service, policy, caller and outcome");
        _retries = meter.CreateCounter<long>(MeshInstruments.ClientRetries, "{call}", "Calls sent to another instance because the one before failed");
        _refusals = meter.CreateCounter<long>(MeshInstruments.ClientRefusals, "{connection}", "Connections to picked instances that were refused");
    }

    public void Picked(IMeshClient client, string service, in PickRequest request, string caller, string outcome)
    {
        if (!_picks.Enabled)
            return;
        var view = client.Resolve(service).Service;
        var tags = new System.Diagnostics.TagList
        {
            { MeshAttributes.Service, view?.Name.Value ?? MeshAttributes.Other },
            { MeshAttributes.Caller, caller },
            { MeshAttributes.Outcome, outcome },
        };
        // Where there is nobody to pick, no policy was asked.
        if (view is { Endpoints.Candidates.IsEmpty: false })
            tags.Add(MeshAttributes.Policy, view.Endpoints.PolicyOf(in request));
        _picks.Add(1, tags);
    }

    public void Retried(string service, Exception failure) => _retries.Add(
        1, new(MeshAttributes.Service, service), new("error.type", ErrorTypes.Of(failure)));

    public void Refused(string service) => _refusals.Add(1, new KeyValuePair<string, object?>(MeshAttributes.Service, service));
}
