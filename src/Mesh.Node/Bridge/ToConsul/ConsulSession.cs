using System.Net;
using System.Text.Json;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>
/// A session of Consul's and a key locked by it settle which process of a bridge works. A server without sessions, such
/// as a mesh's own door, has no such lock: then every process works, which is harmless and idle, for all write the same.
/// </summary>
internal sealed class ConsulSession(ConsulConnection consul, string bridge, BridgeOrigin mesh)
{
    private readonly string _key = $"v1/kv/mesh-bridge/{bridge}";
    private string? _session;
    private bool _hasNone;

    public async Task<ClaimReply> ClaimAsync(CancellationToken cancellation)
    {
        if (_hasNone)
            return new ClaimReply.Held("");
        _session ??= await CreateAsync(cancellation);
        if (_session is null)
        {
            _hasNone = true;
            return new ClaimReply.Held("the server has no sessions: run one process of this bridge");
        }

        var claim = new ConsulModels.Claim(mesh.Cluster, _session);
        var (status, text) = await consul.PutAsync(
            $"{_key}?acquire={_session}", JsonSerializer.SerializeToUtf8Bytes(claim, ConsulBridgeJson.Default.Claim), cancellation);
        if (status is HttpStatusCode.OK && text.Trim() == "true")
            return new ClaimReply.Held("");
        if (status is not HttpStatusCode.OK)
        {
            // The session may have lapsed while this process stood by.
            _session = null;
            return new ClaimReply.StandBy($"the lock was not given: {(int)status} {text.Trim()}");
        }

        await RenewAsync(cancellation);
        return await HolderAsync(cancellation) is { } holder && holder.Mesh != mesh.Cluster
            ? new ClaimReply.Refused($"bridge id '{bridge}' is in use by mesh '{holder.Mesh}'; give this bridge another --id")
            : new ClaimReply.StandBy($"another process of bridge '{bridge}' works");
    }

    public async Task<bool> KeepAsync(CancellationToken cancellation) =>
        _hasNone || await RenewAsync(cancellation);

    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (_session is null)
            return;
        // The key was locked with behaviour "delete": it goes with the session.
        await consul.PutAsync($"v1/session/destroy/{_session}", [], cancellation);
        _session = null;
    }

    private async Task<bool> RenewAsync(CancellationToken cancellation)
    {
        var (status, text) = await consul.PutAsync($"v1/session/renew/{_session}", [], cancellation);
        if (status is HttpStatusCode.OK)
            return true;
        if (status is not HttpStatusCode.NotFound)
            throw new IOException($"renewing the session answered {(int)status}: {text}");
        _session = null;
        return false;
    }

    private async Task<string?> CreateAsync(CancellationToken cancellation)
    {
        var wanted = new ConsulModels.NewSession($"mesh-bridge/{bridge}", $"{BridgeTimes.Lease.TotalSeconds}s", "delete", "1s");
        var (status, text) = await consul.PutAsync(
            "v1/session/create", JsonSerializer.SerializeToUtf8Bytes(wanted, ConsulBridgeJson.Default.NewSession), cancellation);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest)
            return null;
        if (status is not HttpStatusCode.OK)
            throw new IOException($"making a session answered {(int)status}: {text}");
        return JsonSerializer.Deserialize(text, ConsulBridgeJson.Default.Session)?.ID;
    }

    private async Task<ConsulModels.Claim?> HolderAsync(CancellationToken cancellation)
    {
        try
        {
            var found = await consul.GetAsync(_key, ConsulBridgeJson.Default.IReadOnlyListKeyValue, cancellation);
            return found is [{ Value: { } value }, ..]
                ? JsonSerializer.Deserialize(Convert.FromBase64String(value), ConsulBridgeJson.Default.Claim)
                : null;
        }
        catch (Exception trouble) when (trouble is IOException or JsonException or FormatException)
        {
            // Released a moment ago, or not a claim: the next try tells.
            return null;
        }
    }
}
