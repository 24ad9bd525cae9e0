using Mesh.Registry;

namespace Mesh.Client.Runtime;

internal static class HubFactory
{
    public static MeshHub Create(MeshClientOptions options, TimeProvider time)
    {
        // A node with a fixed port keeps its tag over restarts; one with any port is another node each time.
        var name = options.Port == 0 ? $"{Environment.MachineName}/{Environment.ProcessId}" : $"{options.Host}:{options.Port}";
        var tag = (int)(StableHash.Of(name) % (ulong)RevisionClock.Step);
        return new MeshHub(time.GetUtcNow(), tag, options.HistoryPerService);
    }
}
