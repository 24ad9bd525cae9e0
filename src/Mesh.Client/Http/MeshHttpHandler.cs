using Mesh.Remote;
using Mesh.Selection;

namespace Mesh.Client.Http;

/// <summary>
/// Sends each request for a service of the mesh to an instance picked for it, and to another one when the first could
/// not be reached. Every other request passes through.
/// </summary>
internal sealed class MeshHttpHandler : DelegatingHandler
{
    private readonly IMeshClient _client;
    private readonly MeshHttpOptions _options;

    public MeshHttpHandler(IMeshClient client, MeshHttpOptions options)
    {
        _client = client;
        _options = options;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!MeshTarget.TryParse(request.RequestUri, out var target))
            return await base.SendAsync(request, cancellationToken);

        // The first call of a service of another mesh waits for the answer; the later ones find it here.
        if (RemoteName.IsRemote(target.Service))
            await _client.ResolveAsync(target.Service, null, cancellationToken);
        var call = new MeshCall(_client, _options, request, target);
        try
        {
            Exception? last = null;
            while (true)
            {
                var endpoint = call.Next(last);
                try
                {
                    return await CountedAsync(endpoint.Load, request, cancellationToken);
                }
                catch (Exception failure) when (call.Failed(endpoint, failure, cancellationToken))
                {
                    last = failure;
                }
            }
        }
        finally
        {
            call.Restore();
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!MeshTarget.TryParse(request.RequestUri, out var target))
            return base.Send(request, cancellationToken);

        if (RemoteName.IsRemote(target.Service))
            AwaitFirstAnswer(target.Service, cancellationToken);
        var call = new MeshCall(_client, _options, request, target);
        try
        {
            Exception? last = null;
            while (true)
            {
                var endpoint = call.Next(last);
                try
                {
                    return Counted(endpoint.Load, request, cancellationToken);
                }
                catch (Exception failure) when (call.Failed(endpoint, failure, cancellationToken))
                {
                    last = failure;
                }
            }
        }
        finally
        {
            call.Restore();
        }
    }

    /// <summary>
    /// The synchronous caller blocks as long as an asynchronous one would wait. The wait goes on elsewhere: what continues
    /// in the caller's context, which is blocked, would never end.
    /// </summary>
    private void AwaitFirstAnswer(string service, CancellationToken cancellation) =>
        Task.Run(() => _client.ResolveAsync(service, null, cancellation), cancellation).GetAwaiter().GetResult();

    private async Task<HttpResponseMessage> CountedAsync(
        EndpointLoad load, HttpRequestMessage request, CancellationToken cancellation)
    {
        load.Begin();
        try
        {
            return await base.SendAsync(request, cancellation);
        }
        finally
        {
            load.End();
        }
    }

    private HttpResponseMessage Counted(EndpointLoad load, HttpRequestMessage request, CancellationToken cancellation)
    {
        load.Begin();
        try
        {
            return base.Send(request, cancellation);
        }
        finally
        {
            load.End();
        }
    }
}
