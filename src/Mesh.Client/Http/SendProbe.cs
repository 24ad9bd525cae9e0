namespace Mesh.Client.Http;

/// <summary>The last handler before the primary one: notes what that says, for <see cref="SendTrace"/>.</summary>
internal sealed class SendProbe : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (SendTrace.Of(request) is not { } trace)
            return await base.SendAsync(request, cancellationToken);
        trace.Sending(request);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            trace.Answered(request);
            return response;
        }
        catch (Exception failure)
        {
            trace.Failed(request, failure);
            throw;
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (SendTrace.Of(request) is not { } trace)
            return base.Send(request, cancellationToken);
        trace.Sending(request);
        try
        {
            var response = base.Send(request, cancellationToken);
            trace.Answered(request);
            return response;
        }
        catch (Exception failure)
        {
            trace.Failed(request, failure);
            throw;
        }
    }
}
