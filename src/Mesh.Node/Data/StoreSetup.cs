using System.Diagnostics.Metrics;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Data.Writing;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>Gives a node its store. To be added before the node itself, so that it is written to the end of it.</summary>
internal static class StoreSetup
{
    /// <exception cref="IOException">The directory cannot be had: a reason not to start.</exception>
    public static void Add(IServiceCollection services, string directory, bool isDurable)
    {
        var store = new MeshStore(directory, isDurable);
        services.AddSingleton(_ => store);
        services.AddSingleton<StoreStatus>();
        services.AddSingleton(s => new InstanceSource(
            s.GetRequiredService<MeshHub>(),
            s.GetRequiredService<IMeshInspector>(),
            s.GetRequiredService<TimeProvider>(),
            store.Records.Instances,
            store.Records.Deletions));
        services.AddSingleton(s => new KeySource(s.GetRequiredService<KeyValueHub>(), s.GetRequiredService<MeshHub>(), store.Records.Keys));
        services.AddSingleton(s => new PlaceSource(s.GetRequiredService<MeshHub>(), store.Records.Places));
        services.AddSingleton(s => new MemberSource(s.GetRequiredService<MeshHub>(), store.Records.Members));
        services.AddSingleton(s => Writer(s, isDurable));
        services.AddSingleton<InstanceRestore>();
        services.AddHostedService<StoreService>();
    }

    private static StoreWriter Writer(IServiceProvider services, bool isDurable)
    {
        var store = services.GetRequiredService<MeshStore>();
        var instances = services.GetRequiredService<InstanceSource>();
        var keys = services.GetRequiredService<KeySource>();
        var places = services.GetRequiredService<PlaceSource>();
        var members = services.GetRequiredService<MemberSource>();
        var status = services.GetRequiredService<StoreStatus>();
        StoreMetrics.Add(services.GetRequiredService<IMeterFactory>(), status, instances, keys);
        var writer = new StoreWriter(
            store.Storage, [store.Owed, instances, keys, places, members], status, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<StoreWriter>>());
        if (isDurable)
            services.GetRequiredService<MeshHub>().WhenStored = () => writer.StoredAsync(CancellationToken.None);
        return writer;
    }
}
