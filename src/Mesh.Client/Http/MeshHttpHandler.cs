using Mesh.Client.Telemetry;
using Mesh.Remote;
using Mesh.Selection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Client.Http;

/// <summary>
/// Sends each request for a service of the mesh to an instance picked for it, and to another one when the first could
/// not be reached. Follows redirects, which may name a service, too. Every other request passes through.
/// </summary>
internal sealed class MeshHttpHandler : DelegatingHandler
{
    /// <summary>As many as the primary handler follows by itself.</summary>
    private const int MostTaken = 50;

    private readonly IMeshClient _client;
    private readonly TimeProvider _time;
    private readonly IgnoredPorts _ignored;
    private readonly CallMetrics? _metrics;

    public MeshHttpHandler(
        IMeshClient client,
        MeshHttpOptions options,
        TimeProvider? time = null,
        ILogger<MeshHttpHandler>? log = null,
        CallMetrics? metrics = null)
    {
        _metrics = metrics;
        _client = client;
        Options = options;
        _time = time ?? TimeProvider.System;
        _ignored = new IgnoredPorts(log ?? NullLogger<MeshHttpHandler>.Instance);
    }

    public MeshHttpOptions Options { get; }

    /// <summary>Redirects to follow in place of the primary handler, which knows no service by its name; 0: that does it, or nobody.</summary>
    public int MostRedirects { get; set; }

    /// <summary>Is there a <see cref="SendProbe"/> below?</summary>
    public bool IsProbed { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, isAsync: true, cancellationToken);

    // Nothing in it waits when it is not asynchronous.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, isAsync: false, cancellationToken).GetAwaiter().GetResult();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellation)
    {
        for (var followed = 0; ; followed++)
        {
            var (response, spoke, moved) = await SendOnceAsync(request, isAsync, followed, cancellation);
            if (moved is not null)
            {
                request = moved;
                continue;
            }

            if (followed >= MostRedirects || Redirect.Next(request, response!, spoke) is not { } next)
                return response!;
            response!.Dispose();
            request = next;
        }
    }

    /// <summary>One request without what its answer may redirect to.</summary>
    /// <returns>The response and the scheme that it came by; or where the primary handler was sent and could not go.</returns>
    private async Task<(HttpResponseMessage? Response, string Spoke, HttpRequestMessage? Moved)> SendOnceAsync(
        HttpRequestMessage request, bool isAsync, int followed, CancellationToken cancellation)
    {
        if (!MeshTarget.TryParse(request.RequestUri, out var target, Options.DottedNames))
            return (await PassAsync(request, isAsync, cancellation), request.RequestUri?.Scheme ?? "", null);

        _ignored.Note(target);
        await WhenAnsweredAsync(target.Service, isAsync, cancellation);
        using var span = MeshSpans.Call(target.Service);
        var call = new MeshCall(_client, Options, request, target, IsProbed) { Metrics = _metrics, Span = span };
        try
        {
            Exception? last = null;
            while (true)
            {
                if (call.Next() is not { } endpoint)
                    throw call.Exhausted(last);
                try
                {
                    var response = await CountedAsync(endpoint.Load, request, isAsync, cancellation);
                    if (call.HasMoved)
                        response.RequestMessage = Redirect.Taken(request);
                    return (response, call.Scheme, null);
                }
                catch (Exception failure) when (call.Failed(endpoint, failure, cancellation))
                {
                    last = failure;
                }
                catch (Exception failure) when (followed < MostTaken && WasSentToService(call, request, failure, cancellation))
                {
                    return (null, "", Redirect.Taken(request));
                }
                catch (Exception failure) when (!ReferenceEquals(call.Told(failure, cancellation), failure))
                {
                    throw call.Told(failure, cancellation);
                }
            }
        }
        catch (Exception failure) when (span.Failed(failure))
        {
            throw;
        }
        finally
        {
            call.Restore();
        }
    }

    /// <summary>
    /// A primary handler of the application's own follows redirects itself. Where one names a service it finds nobody: that
    /// request was never sent, and is sent from here.
    /// </summary>
    private bool WasSentToService(MeshCall call, HttpRequestMessage request, Exception failure, CancellationToken cancellation) =>
        call.HasMoved
        && !cancellation.IsCancellationRequested
        && CallFailure.NeverConnected(failure)
        && MeshTarget.TryParse(request.RequestUri, out _, Options.DottedNames);

    private Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellation) =>
        isAsync ? base.SendAsync(request, cancellation) : Task.FromResult(base.Send(request, cancellation));

    /// <summary>
    /// The first call of a service of another mesh waits for the answer, and calls of a node that has not been ready yet for
    /// that. The synchronous caller blocks as long; its wait goes on elsewhere, as what continues in the caller's context,
    /// which is blocked, would never end.
    /// </summary>
    private Task WhenAnsweredAsync(string service, bool isAsync, CancellationToken cancellation)
    {
        if (!RemoteName.IsRemote(service) && _client.WhenReadyAsync(CancellationToken.None).IsCompleted)
            return Task.CompletedTask;
        if (isAsync)
            return WaitAsync(service, cancellation);
        Task.Run(() => WaitAsync(service, cancellation), cancellation).GetAwaiter().GetResult();
        return Task.CompletedTask;
    }

    private async Task WaitAsync(string service, CancellationToken cancellation)
    {
        if (RemoteName.IsRemote(service))
            await _client.ResolveAsync(service, null, cancellation);
        else if (_client.Resolve(service).Instances.IsEmpty)
            await FirstReady.WithinAsync(_client, Options.ReadyWait, _time, cancellation);
    }

    /// <summary>The call counts as outstanding until its response was read.</summary>
    private async Task<HttpResponseMessage> CountedAsync(
        EndpointLoad load, HttpRequestMessage request, bool isAsync, CancellationToken cancellation)
    {
        load.Begin();
        try
        {
            var response = await PassAsync(request, isAsync, cancellation);
            if (response.Content.Headers.ContentLength == 0 || request.Method == HttpMethod.Head)
                load.End();
            else
                response.Content = new CountedContent(response.Content, load);
            return response;
        }
        catch
        {
            load.End();
            throw;
        }
    }
}
