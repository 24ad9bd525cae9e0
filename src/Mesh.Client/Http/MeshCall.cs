using System.Net;
using Mesh.Catalog;
using Mesh.Selection;

namespace Mesh.Client.Http;

/// <summary>
/// One request on its way through the mesh: which instances it has tried, and the request as the caller made it, which
/// is put back afterwards so that a handler outside that sends it again names the service and not an instance.
/// </summary>
internal sealed class MeshCall
{
    private readonly IMeshClient _client;
    private readonly MeshHttpOptions _options;
    private readonly HttpRequestMessage _request;
    private readonly MeshTarget _target;
    private readonly Uri _uri;
    private readonly string? _host;
    private List<InstanceKey>? _tried;
    private int _attempts;

    public MeshCall(IMeshClient client, MeshHttpOptions options, HttpRequestMessage request, MeshTarget target)
    {
        _client = client;
        _options = options;
        _request = request;
        _target = target;
        _uri = request.RequestUri!;
        _host = request.Headers.Host;
    }

    /// <summary>Points the request at the next instance.</summary>
    /// <exception cref="HttpRequestException">No instance is left; the message names service and state.</exception>
    public Endpoint Next(Exception? last)
    {
        if (Pick() is not { } endpoint)
            throw last is null ? NoInstance() : Exhausted(last);
        _attempts++;
        var port = _target.PortName is { } name ? endpoint.Instance.Ports[name] : endpoint.Port;
        _request.RequestUri = new UriBuilder(_uri) { Host = endpoint.Host, Port = port }.Uri;
        if (_options.KeepHost)
            _request.Headers.Host = _host ?? _uri.Host;
        return endpoint;
    }

    /// <summary>Takes note of a failure; true when another instance may be tried.</summary>
    public bool Failed(Endpoint endpoint, Exception failure, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return false;
        if (CallFailure.IsRefused(failure))
            _client.ReportRefused(endpoint, failure.Message);
        (_tried ??= []).Add(endpoint.Instance.Key);
        return _attempts < _options.MaxAttempts && CallFailure.CanRetry(failure, _request);
    }

    public void Restore()
    {
        _request.RequestUri = _uri;
        _request.Headers.Host = _host;
    }

    private Endpoint? Pick()
    {
        var key = _request.Options.TryGetValue(MeshHttpRequestExtensions.Key, out var own) ? own : _options.Key?.Invoke(_request);
        while (true)
        {
            var picked = _client.Pick(
                _target.Service,
                new PickRequest { Key = key, Policy = _options.Policy, Filter = _options.Filter, Exclude = _tried });
            if (picked is null || _target.PortName is null || picked.Instance.Ports.ContainsKey(_target.PortName))
                return picked;
            (_tried ??= []).Add(picked.Instance.Key);
        }
    }

    private HttpRequestException NoInstance()
    {
        var known = _client.Resolve(_target.Service).Instances;
        var counts = string.Join(", ", known.GroupBy(i => i.Instance.Status)
            .OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}"));
        var port = _target.PortName is null ? "" : $" with a port named '{_target.PortName}'";
        var state = _client.State;
        return new HttpRequestException(
            HttpRequestError.NameResolutionError,
            $"No instance of the service '{_target.Service}'{port} is available: {known.Length} known"
            + (known.IsEmpty ? "" : $" ({counts})")
            + $"; the mesh node is {state.Phase.ToString().ToLowerInvariant()} ({state.Detail})",
            statusCode: HttpStatusCode.ServiceUnavailable);
    }

    private HttpRequestException Exhausted(Exception last) => new(
        (last as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ConnectionError,
        $"No other instance of the service '{_target.Service}' is available; tried "
        + $"{string.Join(", ", _tried!.Select(t => t.Id))}: {last.Message}",
        last);
}
