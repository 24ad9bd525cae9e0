using dotnet_etcd;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;

namespace Mesh.Trials.Rounds;

/// <summary>The rounds by dotnet-etcd, which takes the endpoints in turn.</summary>
internal sealed class DotnetRounds(int rounds)
{
    private const int Shown = 20;
    private const string LeaseNotFound = "requested lease not found";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private int _next;
    private int _wrong;
    private int _refused;

    public static async Task<RoundsTally> RunAsync(int rounds, int parallel, IEnumerable<string> endpoints)
    {
        var run = new DotnetRounds(rounds);
        var connection = string.Join(',', endpoints.Select(e => $"http://{e}"));
        await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => run.PlayAllAsync(connection)));
        return new RoundsTally(rounds, run._wrong, run._refused);
    }

    private async Task PlayAllAsync(string connection)
    {
        using var client = new EtcdClient(connection, configureChannelOptions: o => o.Credentials = ChannelCredentials.Insecure);
        while (Interlocked.Increment(ref _next) is var round && round <= rounds)
            await PlayAsync(client, round);
    }

    private async Task PlayAsync(EtcdClient client, int round)
    {
        var (key, value) = ($"rounds/dotnet/{round}", $"{round}");
        var step = "grant";
        try
        {
            var end = DateTime.UnixEpoch + (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch) + Limit;
            var lease = await client.LeaseGrantAsync(new LeaseGrantRequest { TTL = 120 }, deadline: end);
            step = "put";
            await client.PutAsync(
                new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value), Lease = lease.ID }, deadline: end);
            step = "get after put";
            var got = await client.GetAsync(key, deadline: end);
            if (got.Kvs.Count != 1 || got.Kvs[0].Value.ToStringUtf8() != value)
                Say(ref _wrong, "wrong", round, step, got);
            step = "delete";
            var deleted = await client.DeleteAsync(key, deadline: end);
            if (deleted.Deleted != 1)
                Say(ref _wrong, "wrong", round, step, deleted);
            step = "get after delete";
            got = await client.GetAsync(key, deadline: end);
            if (got.Kvs.Count != 0)
                Say(ref _wrong, "wrong", round, step, got);
            step = "revoke";
            await client.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID }, deadline: end);
        }
        catch (RpcException trouble) when (trouble.Status.Detail.Contains(LeaseNotFound, StringComparison.Ordinal))
        {
            Say(ref _wrong, "wrong", round, step, trouble.Status);
        }
        catch (RpcException trouble)
        {
            Say(ref _refused, "refused", round, step, trouble.Status);
        }
    }

    private static void Say(ref int count, string kind, int round, string step, object seen)
    {
        if (Interlocked.Increment(ref count) <= Shown)
            Console.WriteLine($"{kind}, round {round}, {step}: {seen}");
    }
}
