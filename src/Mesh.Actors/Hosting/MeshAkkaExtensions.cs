using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.DistributedData;
using Akka.Hosting;
using Mesh.Links;
using Mesh.Options;
using Mesh.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Hosting;

/// <summary>Makes an application's own ActorSystem a node of the mesh, or lets one outside talk to it.</summary>
public static class MeshAkkaExtensions
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Makes this ActorSystem a node of the mesh, with the actors below /user/mesh, reachable through the cluster-client
    /// receptionist. Unlike an embedded node (<c>builder.AddMesh</c>) the mesh does not own the system
    /// and cannot start it again: when it is downed or quarantined, that is the application's to handle.
    /// </summary>
    /// <param name="options">Checked here.</param>
    /// <param name="ownsCluster">
    /// True: the cluster is the mesh's. Its transport, serializers, failure detector and downing are those of every node, what
    /// the application sends over it needs a serializer of its own, and the ActorSystem must be named "mesh"; the mesh joins
    /// the seeds of the options and removes dead members. What the application configures itself comes before the mesh's settings.
    /// False: the cluster is the application's, of whatever name, and nothing of it is changed: transport, serializers, downing,
    /// failure detectors, logging. The mesh is that of its members, which all do the same; address, seeds and TLS of the
    /// options mean nothing then. Messages of the mesh take a few hundred KB where thousands of instances are registered:
    /// <c>akka.remote.dot-netty.tcp.maximum-frame-size</c> must be larger.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">Options are out of bounds; the message names each.</exception>
    /// <exception cref="InvalidOperationException">At the start: the ActorSystem is none that can be a node; the message says why.</exception>
    public static AkkaConfigurationBuilder WithMesh(
        this AkkaConfigurationBuilder builder, MeshOptions options, bool ownsCluster = true)
    {
        ArgumentNullException.ThrowIfNull(options);
        return builder.WithMesh(MeshSetup.Create(options) with { OwnsCluster = ownsCluster });
    }

    /// <summary>
    /// As <see cref="WithMesh(AkkaConfigurationBuilder, MeshOptions, bool)"/> with the options of <c>services.AddMeshClient()</c>, whose <c>IMeshClient</c> reads this node:
    /// <c>services.AddAkka("mesh", (akka, provider) => akka.WithMeshClient(provider))</c>.
    /// </summary>
    /// <inheritdoc cref="WithMesh(AkkaConfigurationBuilder, MeshOptions, bool)"/>
    public static AkkaConfigurationBuilder WithMeshClient(
        this AkkaConfigurationBuilder builder, IServiceProvider services, bool ownsCluster = true)
    {
        ArgumentNullException.ThrowIfNull(services);
        return builder.WithMesh(services.GetRequiredService<MeshSetup>() with { OwnsCluster = ownsCluster });
    }

    /// <summary>The same with parts of the caller's own, such as the hub that it reads.</summary>
    /// <exception cref="ArgumentException">Options are out of bounds; the message names each.</exception>
    internal static AkkaConfigurationBuilder WithMesh(this AkkaConfigurationBuilder builder, MeshSetup parts)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(parts);
        var faults = MeshOptionsValidation.Check(parts.Options);
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(parts));
        return (parts.OwnsCluster ? builder.WithMeshSystem(parts) : builder.WithMeshBeside(parts.Options))
            .StartActors((system, _) => system.StartMeshAsync(parts));
    }

    /// <summary>
    /// Lets this ActorSystem exchange the mesh's messages without being part of it: the serializers, the transport of the
    /// mesh, which listens where remoting is configured to, and the settings of the cluster client. Ask <c>/user/mesh/registry</c> or <c>/user/mesh/select</c> through it.
    /// </summary>
    public static AkkaConfigurationBuilder WithMeshMessages(this AkkaConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .AddHocon(MeshSerializerHocon.Text, HoconAddMode.Prepend)
            .AddHocon(MeshHocon.Transport, HoconAddMode.Prepend)
            .AddHocon(MeshHocon.TransportSection, HoconAddMode.Append)
            .AddHocon(ClusterClientReceptionist.DefaultConfig(), HoconAddMode.Append)
            // The client's envelope to the receptionist is one of these.
            .AddHocon(DistributedPubSub.DefaultConfig(), HoconAddMode.Append);
    }

    /// <summary>The settings of a node's ActorSystem, without its actors.</summary>
    internal static AkkaConfigurationBuilder WithMeshSystem(this AkkaConfigurationBuilder builder, MeshSetup parts)
    {
        var options = parts.Options;
        string[] roles = [.. parts.Extensions.SelectMany(e => e.Roles).Distinct()];
        if (MeshTransportSetup.Of(parts.Certificates.Value) is { } tls)
            builder.AddSetup(tls);
        return builder
            .AddHocon(MeshHocon.For(options, roles), HoconAddMode.Append)
            .AddHocon(MeshHocon.Transport, HoconAddMode.Prepend)
            .WithClustering();
    }

    /// <summary>Starts the actors of a node in a system that has the settings; ends when they can be talked to.</summary>
    internal static Task StartMeshAsync(this ActorSystem system, MeshSetup parts)
    {
        if (SystemFault.Of(system, parts.OwnsCluster) is { } fault)
            throw new InvalidOperationException(fault);
        return system.ActorOf(MeshGuardian.Props(parts), MeshNames.Guardian).Ask<ActorIdentity>(new Identify(null), StartLimit);
    }

    /// <summary>
    /// Adds what the mesh's own actors need to a cluster of the application's: behind everything that this has, so that
    /// nothing of it changes.
    /// </summary>
    private static AkkaConfigurationBuilder WithMeshBeside(this AkkaConfigurationBuilder builder, MeshOptions options) => builder
        .AddHocon(MeshHocon.Beside(options), HoconAddMode.Append)
        // Their serializers must be there before the system starts.
        .AddHocon(DistributedData.DefaultConfig(), HoconAddMode.Append)
        .AddHocon(ClusterClientReceptionist.DefaultConfig(), HoconAddMode.Append)
        .AddHocon(DistributedPubSub.DefaultConfig(), HoconAddMode.Append);
}
