using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Mesh.Node.Access;

/// <summary>
/// Requests that go on by a token: there are as many as it may have, and those of one that is taken away, or allows something else now, are ended.
/// </summary>
internal sealed class OpenRequests
{
    private readonly ConcurrentDictionary<HttpContext, AccessGrant> _open = new();
    private readonly ConditionalWeakTable<AccessGrant, Tally> _ofGrant = [];
    private readonly CurrentPolicy _policy;
    private readonly PresentGrant _present;
    private readonly AccessAudit _audit;

    public OpenRequests(CurrentPolicy policy, PresentGrant present, AccessAudit audit)
    {
        _policy = policy;
        _present = present;
        _audit = audit;
        policy.Changed += End;
    }

    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        _policy.Value.IsOpen || http.Features.Get<AccessCaller>() is not { Grant: { } grant } caller
            ? next(http)
            : CountAsync(http, caller, grant, next);

    private async Task CountAsync(HttpContext http, AccessCaller caller, AccessGrant grant, RequestDelegate next)
    {
        var tally = _ofGrant.GetOrCreateValue(grant);
        try
        {
            if (Interlocked.Increment(ref tally.Open) > grant.MostOpen)
                await RefuseAsync(http, caller, grant);
            else
                await GoOnAsync(http, grant, next);
        }
        finally
        {
            Interlocked.Decrement(ref tally.Open);
        }
    }

    private async Task GoOnAsync(HttpContext http, AccessGrant grant, RequestDelegate next)
    {
        _open[http] = grant;
        _present.Value = grant;
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

    private Task RefuseAsync(HttpContext http, AccessCaller caller, AccessGrant grant)
    {
        var decision = new AccessDecision(
            AccessVerdict.TooMany, $"token '{grant.Name}' has {grant.MostOpen} requests open, as many as its MaxRequests lets it");
        _audit.Note(caller, http.Request, null, null, decision);
        return http.Form().RefuseAsync(http, decision);
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

    private sealed class Tally
    {
        public int Open;
    }
}
