using System.Diagnostics;
using System.Net.Http.Headers;
using Mesh.Catalog;
using Mesh.Client.Telemetry;
using Mesh.Selection;
using Mesh.Telemetry;

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
    private readonly bool _isProbed;
    private readonly Uri _uri;
    private readonly string? _host;
    private readonly HttpMethod _method;
    private readonly HttpContent? _content;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly bool? _chunked;
    private readonly List<string> _tried = [];
    private List<InstanceKey>? _excluded;
    private SendTrace? _trace;
    private Uri? _sent;
    private Exception? _failure;

    /// <param name="isProbed">Is there a <see cref="SendProbe"/> below?</param>
    public MeshCall(IMeshClient client, MeshHttpOptions options, HttpRequestMessage request, MeshTarget target, bool isProbed)
    {
        _client = client;
        _options = options;
        _request = request;
        _target = target;
        _isProbed = isProbed;
        _uri = request.RequestUri!;
        _host = request.Headers.Host;
        _method = request.Method;
        _content = request.Content;
        _authorization = request.Headers.Authorization;
        _chunked = request.Headers.TransferEncodingChunked;
    }

    public CallMetrics? Metrics { get; init; }

    public Activity? Span { get; init; }

    /// <summary>The scheme that the request went by last.</summary>
    public string Scheme => _sent?.Scheme ?? _uri.Scheme;

    /// <summary>A handler below has followed a redirect: what it sends now is another request.</summary>
    public bool HasMoved => _trace?.HasMoved ?? (_sent is not null && _request.RequestUri != _sent);

    /// <summary>Points the request at the next instance; null: none is left.</summary>
    public Endpoint? Next()
    {
        if (Pick() is not var (endpoint, port))
            return null;
        if (_failure is not null)
            Metrics?.Retried(_target.Service, _failure);
        Span.Sends(endpoint, port.Port, _tried.Count + 1);
        var uri = new UriBuilder(_uri) { Scheme = port.Scheme, Host = endpoint.Host, Port = port.Port }.Uri;
        (_sent, _request.RequestUri) = (uri, uri);
        _request.Headers.Host = _host ?? (_options.KeepHost ?? IsSecure(port.Scheme) ? _target.Host : null);
        _trace = _isProbed ? SendTrace.Begin(_request) : null;
        return endpoint;
    }

    /// <summary>Takes note of a failure; true when another instance may be tried.</summary>
    public bool Failed(Endpoint endpoint, Exception failure, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested || HasMoved)
            return false;
        // What a handler in between could not do says nothing of the instance, nor of what the instance has done.
        if (_trace?.IsFailureOf(failure) is false)
            return false;
        if (CallFailure.IsRefused(failure))
            _client.ReportRefused(endpoint, failure.Message);
        _failure = failure;
        (_excluded ??= []).Add(endpoint.Instance.Key);
        _tried.Add($"{endpoint.Instance.Id} at {_sent!.Authority} ({failure.Message})");
        return _tried.Count < _options.MaxAttempts && CallFailure.CanRetry(failure, _request);
    }

    /// <summary>The failure as the caller is told it: with what was tried.</summary>
    public Exception Told(Exception failure, CancellationToken cancellation)
    {
        var error = failure switch
        {
            _ when _tried.Count == 0 || cancellation.IsCancellationRequested => (HttpRequestError?)null,
            HttpRequestException known => known.GetType() == typeof(HttpRequestException) ? known.HttpRequestError : null,
            // The handler's ConnectTimeout has passed, which is no wish of the caller.
            _ => CallFailure.NeverConnected(failure) ? HttpRequestError.ConnectionError : null,
        };
        return error is { } kind
            ? new HttpRequestException(kind, $"The service '{_target.Service}' could not be called; tried {Tried}", failure)
            : failure;
    }

    public HttpRequestException Exhausted(Exception? last) => last is null ? NoInstance() : new HttpRequestException(
        (last as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ConnectionError,
        $"No other instance of the service '{_target.Service}' is available; tried {Tried}",
        last);

    public void Restore()
    {
        _request.RequestUri = _uri;
        _request.Headers.Host = _host;
        if (_trace is not null)
            SendTrace.End(_request);
        // As a handler leaves it that has followed a redirect.
        if (_request.Method != _method)
            _request.Method = _method;
        if (!ReferenceEquals(_request.Content, _content))
            _request.Content = _content;
        if (_request.Headers.Authorization is null && _authorization is not null)
            _request.Headers.Authorization = _authorization;
        if (_request.Headers.TransferEncodingChunked != _chunked)
            _request.Headers.TransferEncodingChunked = _chunked;
    }

    private string Tried => string.Join(", ", _tried);

    private (Endpoint Endpoint, InstancePort Port)? Pick()
    {
        var key = _request.Options.TryGetValue(MeshHttpRequestExtensions.Key, out var own) ? own : _options.Key?.Invoke(_request);
        while (true)
        {
            var wanted = new PickRequest { Key = key, Policy = _options.Policy, Filter = _options.Filter, Exclude = _excluded };
            var picked = _client.Pick(_target.Service, in wanted);
            var port = picked is null ? null : InstancePort.Of(picked.Instance, _target.PortName, _target.Scheme);
            if (picked is null || port is not null)
                Metrics?.Picked(_client, _target.Service, in wanted, CallMetrics.Http, picked is null ? PickOutcomes.NoInstance : PickOutcomes.Picked);
            if (picked is null)
                return null;
            if (port is { } found)
                return (picked, found);
            (_excluded ??= []).Add(picked.Instance.Key);
        }
    }

    private HttpRequestException NoInstance()
    {
        var view = _client.Resolve(_target.Service);
        var known = view.Instances;
        var counts = string.Join(", ", known.GroupBy(i => i.Instance.Status)
            .OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}"));
        var port = _target.PortName is null ? "" : $" with a port named '{_target.PortName}'";
        var scheme = _excluded is null ? "" : $" that speaks {_uri.Scheme}";
        var state = _client.State;
        return new HttpRequestException(
            HttpRequestError.NameResolutionError,
            $"No instance of the service '{_target.Service}'{port}{scheme} is available: {known.Length} known"
            + (known.IsEmpty ? "" : $" ({counts})")
            + StrictZone.Reason(view.Service)
            + $"; the mesh node is {state.Phase.ToString().ToLowerInvariant()} ({state.Detail})");
    }

    private static bool IsSecure(string scheme) => scheme is "https" or "wss";
}
