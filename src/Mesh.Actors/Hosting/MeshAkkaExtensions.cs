using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using Mesh.Links;
using Mesh.Options;
using Mesh.Wire;

namespace Mesh.Hosting;

/// <summary>Makes an application's own ActorSystem a node of the mesh, or lets one outside talk to it.</summary>
public static class MeshAkkaExtensions
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Makes this ActorSystem a node of the mesh: cluster, Distributed Data, serializers, and the actors below
    /// /user/mesh, reachable through the cluster-client receptionist. What the application configures itself comes
    /// before the mesh's settings. Unlike an embedded node (<c>builder.AddMesh</c>) the mesh does not own the system
    /// and cannot start it again: when it is downed or quarantined, that is the application's to handle.
    /// </summary>
    /// <param name="options">Checked here.</param>
    /// <param name="ownsCluster">
    /// True: the mesh joins the seeds of the options and removes dead members. False: the application joins its cluster
    /// and has a downing provider of its own.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">Options are out of bounds; the message names each.</exception>
    public static AkkaConfigurationBuilder WithMesh(
        this AkkaConfigurationBuilder builder, MeshOptions options, bool ownsCluster = true)
    {
        ArgumentNullException.ThrowIfNull(options);
        return builder.WithMesh(MeshSetup.Create(options) with { OwnsCluster = ownsCluster });
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
        return builder.WithMeshSystem(parts)
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
        if (MeshTransportSetup.Of(options.Tls) is { } tls)
            builder.AddSetup(tls);
        return builder
            .AddHocon(MeshHocon.For(options, roles), HoconAddMode.Append)
            .AddHocon(MeshHocon.Transport, HoconAddMode.Prepend)
            .WithClustering();
    }

    /// <summary>Starts the actors of a node in a system that has the settings; ends when they can be talked to.</summary>
    internal static Task StartMeshAsync(this ActorSystem system, MeshSetup parts) =>
        system.ActorOf(MeshGuardian.Props(parts), MeshNames.Guardian).Ask<ActorIdentity>(new Identify(null), StartLimit);
}
