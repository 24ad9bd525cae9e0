using System.Collections.Concurrent;

namespace Mesh.Node.Access;

/// <summary>Requests that go on by a token: those of one that is taken away, or allows something else now, are ended.</summary>
internal sealed class OpenRequests
{
    private readonly ConcurrentDictionary<HttpContext, AccessGrant> _open = new();
    private readonly CurrentPolicy _policy;

    public OpenRequests(CurrentPolicy policy)
    {
        _policy = policy;
        policy.Changed += End;
    }

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (_policy.Value.IsOpen || http.Features.Get<AccessCaller>()?.Grant is not { } grant)
        {
            await next(http);
            return;
        }

        _open[http] = grant;
        try
        {
            // It was decided on by what counted before.
            if (_policy.Value.Has(grant))
                await next(http);
            else
                http.Abort();
        }
        finally
        {
            _open.TryRemove(http, out _);
        }
    }

    private void End()
    {
        var now = _policy.Value;
        foreach (var (http, grant) in _open)
        {
            if (!now.Has(grant))
                http.Abort();
        }
    }
}
