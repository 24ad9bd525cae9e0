using Mesh.Samples.Migration;
using Mesh.Samples.Migration.Consul;
using Mesh.Samples.Migration.Etcd;
using Mesh.Samples.Migration.Eureka;

// dotnet run -- PROGRAM ADDRESS: each offers "orders", finds it, says where, and takes it back.
var programs = new Dictionary<string, Func<string, CancellationToken, Task>>
{
    ["consul-before"] = ConsulBefore.RunAsync,
    ["consul-adapter"] = ConsulByAdapter.RunAsync,
    ["etcd-before"] = EtcdBefore.RunAsync,
    ["eureka-adapter"] = EurekaByAdapter.RunAsync,
    ["after"] = After.RunAsync,
};
if (args is not [var name, var address] || !programs.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"usage: Migration {string.Join('|', programs.Keys)} ADDRESS");
    return 2;
}

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
await run(address, limit.Token);
return 0;
