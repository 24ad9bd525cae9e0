using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Hosting;

/// <summary>What the actors of one node are made from.</summary>
internal sealed record MeshSetup
{
    public required MeshOptions Options { get; init; }

    /// <summary>Null: TLS is off. Outlives the ActorSystem. Read when somebody asks first, once the options are checked.</summary>
    public required Lazy<MeshCertificates?> Certificates { get; init; }

    /// <summary>Outlives the ActorSystem.</summary>
    public required MeshHub Hub { get; init; }

    /// <summary>Outlives the ActorSystem too.</summary>
    public required KeyValueHub KeyValues { get; init; }

    /// <summary>Which entries of the key-value store describe instances; null: none. The same on all nodes.</summary>
    public InstanceRule? KeyRule { get; init; }

    /// <summary>Outlives the ActorSystem too.</summary>
    public required CurrentSeeds Seeds { get; init; }

    public required SelectionContext Selection { get; init; }

    /// <summary>Services of other meshes that this process reads; outlives the ActorSystem too.</summary>
    public required RemoteCatalog Remote { get; init; }

    /// <summary>What other libraries add to the node.</summary>
    public IReadOnlyList<IMeshExtension> Extensions { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Members that an earlier run has seen, each "host:port", to join through beside the seeds.</summary>
    public ValueList<string> Known { get; init; } = [];

    /// <summary>False when the cluster is an application's own: then others join it and remove members.</summary>
    public bool OwnsCluster { get; init; } = true;

    /// <summary>Told what membership reports, on an actor's thread; must not block.</summary>
    public Action<MembershipReport> Report { get; init; } = _ => { };

    /// <summary>Told when an actor fails again and again and the ActorSystem has to be replaced; must not block.</summary>
    public Action<string> Broken { get; init; } = _ => { };

    /// <summary>The usual parts of a node with these options.</summary>
    public static MeshSetup Create(MeshOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var clock = time ?? TimeProvider.System;
        var (hub, keys) = (HubOf(options, clock), new KeyValueHub());
        hub.KeysCompleted = keys.Completed;
        return new MeshSetup
        {
            Options = options,
            Certificates = new(() => MeshCertificates.Of(options.Tls)),
            Hub = hub,
            Remote = new RemoteCatalog(clock),
            KeyValues = keys,
            Seeds = new CurrentSeeds(options.Seeds),
            Selection = SelectionOf(options, clock),
            Time = clock,
        };
    }

    public static SelectionContext SelectionOf(MeshOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SelectionContext(options.Zone, options.SlowStart, new EndpointLoads(), time, PerThreadRandom.Instance);
    }

    public static MeshHub HubOf(MeshOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return new MeshHub(time.GetUtcNow(), TagOf(options), options.HistoryPerService);
    }

    /// <summary>A node with a fixed port keeps its tag over restarts; one with any port is another node each time.</summary>
    private static int TagOf(MeshOptions options)
    {
        var name = options.Port == 0 ? $"{Environment.MachineName}/{Environment.ProcessId}" : HostPort.Text(options.Host, options.Port);
        return (int)(StableHash.Of(name) % (ulong)RevisionClock.Step);
    }
}
