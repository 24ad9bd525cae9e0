using Mesh.Catalog;
using Mesh.Options;

namespace Mesh.Client.Declared;

/// <summary>One instance as it is declared. Null is what was left out, or could not be read and is a fault.</summary>
[OptionSection(DeclaredInstances.Section, IsList = true)]
internal sealed record DeclaredInstanceOptions
{
    /// <summary>Required, see <see cref="ServiceName"/>.</summary>
    public string? Service { get; init; }

    /// <summary>Unique in the service. The default is host:port.</summary>
    public string? Id { get; init; }

    /// <summary>Required: a host name or an IP address.</summary>
    public string? Host { get; init; }

    /// <summary>Required, 1 to 65535.</summary>
    public int? Port { get; init; }

    public ValueMap<int> Ports { get; init; } = ValueMap<int>.Empty;

    public string? Zone { get; init; }

    public string? Version { get; init; }

    public ValueList<string> Tags { get; init; } = [];

    public ValueMap<string> Metadata { get; init; } = ValueMap<string>.Empty;

    /// <summary>0 to 65535. The default is 1.</summary>
    public int? Weight { get; init; }

    /// <summary>The default is none: passing for as long as it is declared.</summary>
    public DeclaredCheckOptions? Check { get; init; }

    /// <summary>
    /// Time in status Critical after which the instance is removed until the node starts again. The default is zero:
    /// never, because nobody would bring it back.
    /// </summary>
    public TimeSpan? DeregisterAfter { get; init; }

    public static DeclaredInstanceOptions Read(ConfigurationReader reader)
    {
        reader.Allow(
            "service", "id", "host", "port", "ports", "zone", "version", "tags", "metadata", "weight", "check",
            "deregisterAfter");
        return new DeclaredInstanceOptions
        {
            Service = reader.Text("service"),
            Id = reader.Text("id"),
            Host = reader.Text("host"),
            Port = reader.Whole("port", 1, 65_535),
            Ports = reader.Numbers("ports", 1, 65_535),
            Zone = reader.Text("zone"),
            Version = reader.Text("version"),
            Tags = reader.List("tags"),
            Metadata = reader.Map("metadata"),
            Weight = reader.Whole("weight", 0, InstanceLimits.MaxWeight),
            Check = reader.Section("check") is { } check ? DeclaredCheckOptions.Read(check) : null,
            DeregisterAfter = reader.Duration("deregisterAfter"),
        };
    }
}
