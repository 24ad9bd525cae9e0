using Mesh.Catalog;

namespace Mesh.Client.Declared;

/// <summary>The check of a declared instance: exactly one of tcp, http and grpc says what is asked.</summary>
internal sealed record DeclaredCheckOptions
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    /// <summary>"host:port", or "true" for the instance's own.</summary>
    public string? Tcp { get; init; }

    /// <summary>An absolute URL, or "/path" at the instance's own host and port.</summary>
    public string? Http { get; init; }

    /// <summary>"host:port" or "host:port/service"; "true" or "/service" at the instance's own host and port.</summary>
    public string? Grpc { get; init; }

    /// <summary>1 s to 1 h. The default is 10 s.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>10 ms to the interval. The default is 2 s, or the interval if that is shorter.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>1 to 100. The default is 1.</summary>
    public int? Passes { get; init; }

    /// <summary>1 to 100. The default is 1.</summary>
    public int? Fails { get; init; }

    public static DeclaredCheckOptions Read(ConfigurationReader reader)
    {
        reader.Allow("tcp", "http", "grpc", "interval", "timeout", "passes", "fails");
        return new DeclaredCheckOptions
        {
            Tcp = reader.Text("tcp"),
            Http = reader.Text("http"),
            Grpc = reader.Text("grpc"),
            Interval = reader.Duration("interval"),
            Timeout = reader.Duration("timeout"),
            Passes = reader.Whole("passes", 1, InstanceLimits.Thresholds),
            Fails = reader.Whole("fails", 1, InstanceLimits.Thresholds),
        };
    }
}
