using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;
using Mesh.Palette.Api;

namespace Mesh.Node.Bridge.ToMesh;

/// <summary>The mesh, through the API of one node.</summary>
internal sealed class MeshSide(IMeshApi api) : IBridgeSide
{
    private readonly Lock _gate = new();
    private readonly MeshFold _fold = new();
    private bool _isLive;

    public string System => BridgeOrigin.Mesh;

    public ICopyFormat Format => MeshFormat.Instance;

    // A write is answered once the members hold it, up to 250 ms later. A node takes 512 connections of one host.
    public int WritesAtOnce => 256;

    public SideView View
    {
        get
        {
            lock (_gate)
                return _fold.ToView(_isLive);
        }
    }

    public async Task FollowAsync(Action changed, CancellationToken cancellation)
    {
        var watch = api.Watch(null, null, cancellation);
        if (!watch.IsDone)
            throw new MeshApiException(watch.Problem);
        try
        {
            await foreach (var item in watch.Value.WithCancellation(cancellation))
            {
                if (Take(item))
                    changed();
            }
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            Lose();
            throw;
        }

        cancellation.ThrowIfCancellationRequested();
        Lose();
        throw new IOException("the node ended the watch");
    }

    public async Task<string?> WriteAsync(CopyWrite write, CancellationToken cancellation)
    {
        var (service, id) = MeshMapping.Split(write.Key);
        return write switch
        {
            CopyWrite.Put put => Problem(await api.RegisterAsync(service, id, MeshMapping.ToBody(put), null, null, cancellation)),
            _ => await api.DeregisterAsync(service, id, null, cancellation) is { IsDone: false } reply
                && reply.Problem.Type != ApiProblems.NotFound ? reply.Problem.Detail : null,
        };
    }

    /// <summary>Renews the lease of a copy with the status that it has.</summary>
    public async Task<string?> RenewAsync(SideEntry copy, CancellationToken cancellation)
    {
        var (service, id) = MeshMapping.Split(copy.Key);
        var body = new RenewBody { Status = MeshMapping.StatusText(copy.Instance.Status) };
        return Problem(await api.RenewAsync(service, id, body, null, cancellation));
    }

    private static string? Problem<T>(ApiReply<T> reply)
        where T : class => reply.IsDone ? null : reply.Problem.Detail;

    private bool Take(WatchEvent item)
    {
        lock (_gate)
        {
            if (!_fold.Apply(item))
                return false;
            _isLive = true;
            return true;
        }
    }

    private void Lose()
    {
        lock (_gate)
            _isLive = false;
    }
}
