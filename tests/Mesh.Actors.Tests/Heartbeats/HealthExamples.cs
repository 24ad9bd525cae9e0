using Mesh.Catalog;

namespace Mesh.Actors.Tests.Heartbeats;

internal static class HealthExamples
{
    public const string Observer = "127.0.0.1:4053";

    public static readonly HealthTerms Lease = new()
    {
        Kind = HealthKind.Ttl,
        Ttl = Seconds(10),
        DeregisterAfter = Seconds(60),
    };

    public static readonly HealthTerms App = new() { Kind = HealthKind.App };

    public static readonly HealthTerms Tcp = new()
    {
        Kind = HealthKind.Tcp,
        Target = "127.0.0.1:8080",
        Interval = Seconds(10),
        Timeout = Seconds(1),
        Passes = 2,
        Fails = 3,
        DeregisterAfter = Seconds(60),
    };

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static ServiceInstance Instance(
        HealthTerms terms, InstanceStatus status = InstanceStatus.Starting, string id = "o-1") => new()
        {
            Service = ServiceName.Parse("orders"),
            Id = InstanceId.Parse(id),
            Host = "127.0.0.1",
            Port = 8080,
            Health = terms,
            Status = status,
        };
}
