using System.Globalization;
using System.Text;
using Akka.Configuration;
using Mesh.Links;
using Mesh.Options;
using Mesh.Wire;

namespace Mesh.Hosting;

/// <summary>Makes the ActorSystem's configuration from the options, the user's files and the built-in mesh.conf.</summary>
internal static class MeshHocon
{
    private const string Resource = "Mesh.mesh.conf";

    // Distributed Data gossips in at most ten messages at a time.
    private const int GossipMessages = 8;

    /// <summary>The built-in settings: hocon/mesh.conf as it was built in.</summary>
    public static Config Reference { get; } = ConfigurationFactory.ParseString(ReferenceText());

    /// <summary>Chooses the mesh's transport, whatever else the application configures: nodes with another are not understood.</summary>
    internal static string Transport => $"akka.remote.enabled-transports = [\"{LinkSettings.Section}\"]";

    /// <summary>The transport's settings alone, for an ActorSystem that is no node.</summary>
    internal static string TransportSection => $$"""
        {{LinkSettings.Section}} {
          transport-class = "{{Reference.GetString(LinkSettings.Section + ".transport-class")}}"
          transport-protocol = tcp
          applied-adapters = []
          hostname = "127.0.0.1"
          port = 0
        }
        """;

    /// <summary>The text of the built-in settings, with comments.</summary>
    public static string ReferenceText()
    {
        using var stream = typeof(MeshHocon).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The whole configuration of a node; options win over files, files over the built-in settings.</summary>
    /// <param name="roles">Cluster roles of the node; none: those of the files.</param>
    /// <exception cref="MeshHoconException">A file cannot be read or is not HOCON.</exception>
    public static Config For(MeshOptions options, params IReadOnlyCollection<string> roles)
    {
        ArgumentNullException.ThrowIfNull(options);
        var config = ConfigurationFactory.ParseString(FromOptions(options, roles));
        // Settings files in JSON say nothing about actors.
        foreach (var file in options.HoconFiles.Where(f => !SettingsFile.IsJson(f)).Reverse())
            config = config.WithFallback(MeshHoconFile.Read(file));
        return config.WithFallback(Reference).WithFallback(ConfigurationFactory.ParseString(MeshSerializerHocon.Text));
    }

    /// <summary>What the mesh adds to a cluster of the application's own: its name, and serializers for its own messages.</summary>
    public static Config Beside(MeshOptions options) => ConfigurationFactory.ParseString(Terms(options))
        .WithFallback(ConfigurationFactory.ParseString(MeshSerializerHocon.Text));

    private static string FromOptions(MeshOptions options, IReadOnlyCollection<string> roles)
    {
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {{Terms(options)}}
            akka.remote.mesh-tcp {
              hostname = {{Quote(options.Host)}}
              port = {{options.Port}}
              bind = [{{string.Join(", ", options.Bind.Select(Quote))}}]
              public-hostname = {{Quote(options.Advertise.Length == 0 ? "" : NodeAddress.HostOf(options))}}
              public-port = {{NodeAddress.PortOf(options)}}
              maximum-frame-size = {{options.MaxFrameBytes}}b
            }
            {{(roles.Count > 0 ? $"akka.cluster.roles = [{string.Join(", ", roles.Select(Quote))}]" : "")}}
            akka.cluster.distributed-data.max-delta-elements = {{(options.Buckets + GossipMessages - 1) / GossipMessages}}
            """);
    }

    private static string Terms(MeshOptions options) => string.Create(CultureInfo.InvariantCulture, $$"""
        mesh.name = {{Quote(options.MeshName)}}
        mesh.buckets = {{options.Buckets}}
        mesh.wire-version = {{MeshDefaults.WireVersion}}
        """);

    private static string Quote(string value) =>
        '"' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
