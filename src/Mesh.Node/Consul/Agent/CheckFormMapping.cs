using Mesh.Catalog;
using Mesh.Node.Consul.Json;

namespace Mesh.Node.Consul.Agent;

/// <summary>From the forms in which Consul's clients describe a check to the terms of the mesh. Pure.</summary>
internal static class CheckFormMapping
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MinDeregisterAfter = TimeSpan.FromMinutes(1);

    private static readonly (string Field, HealthKind Kind)[] Targets =
    [
        ("HTTP", HealthKind.Http), ("TCP", HealthKind.Tcp), ("UDP", HealthKind.Udp), ("GRPC", HealthKind.Grpc),
        ("H2PING", HealthKind.H2Ping), ("AliasService", HealthKind.Alias),
    ];

    private static readonly string[] Refused = ["Script", "ScriptArgs", "Args", "DockerContainerID", "Shell", "OSService"];

    public static HealthTerms ToTerms(FieldReader check)
    {
        if (Refused.FirstOrDefault(check.Has) is { } command)
            check.Refuse(command, "given", "is refused: a mesh node runs no programs for its clients");
        var given = Targets.Where(t => check.Text(t.Field).Length > 0).ToArray();
        var hasTtl = check.Has("TTL") && check.Duration("TTL") > TimeSpan.Zero;
        var interval = check.Duration("Interval");
        if (hasTtl && interval > TimeSpan.Zero)
            check.Refuse("TTL", check.Text("TTL"), "and Interval must not be given together");
        if (given.Length + (hasTtl ? 1 : 0) != 1)
        {
            check.Refuse("TTL", "", "must be given, or exactly one of HTTP, TCP, UDP, GRPC, H2PING, AliasService");
            return HealthTerms.None;
        }

        return (hasTtl ? Lease(check) : Active(check, given[0].Kind, check.Text(given[0].Field), interval)) with
        {
            DeregisterAfter = DeregisterAfter(check),
        };
    }

    private static HealthTerms Lease(FieldReader check) =>
        new() { Kind = HealthKind.Ttl, Ttl = AtLeast(InstanceLimits.MinTtl, check.Duration("TTL")) };

    private static HealthTerms Active(FieldReader check, HealthKind kind, string target, TimeSpan interval)
    {
        if (kind is HealthKind.Alias)
            return new HealthTerms { Kind = kind, Target = target };
        if (interval <= TimeSpan.Zero)
            check.Refuse("Interval", "", $"must be > 0 for {Targets.First(t => t.Kind == kind).Field} checks");
        var timeout = check.Duration("Timeout");
        var fails = Threshold(check, "FailuresBeforeCritical", 1);
        var warn = Threshold(check, "FailuresBeforeWarning", 0);
        return new HealthTerms
        {
            Kind = kind,
            Target = target,
            Interval = AtLeast(InstanceLimits.MinInterval, interval),
            Timeout = timeout > TimeSpan.Zero ? AtLeast(InstanceLimits.MinTimeout, timeout) : DefaultTimeout,
            Passes = Threshold(check, "SuccessBeforePassing", 1),
            Fails = fails,
            WarnFails = warn < fails ? warn : 0,
            Method = check.Text("Method"),
            Headers = Headers(check),
            Body = check.Text("Body"),
            SkipVerify = check.Flag("TLSSkipVerify"),
            NoRedirects = check.Flag("DisableRedirects"),
            // H2PING is over TLS unless it is said that it is not.
            UseTls = kind switch
            {
                HealthKind.H2Ping => !check.Has("H2PingUseTLS") || check.Flag("H2PingUseTLS"),
                HealthKind.Grpc => check.Flag("GRPCUseTLS"),
                _ => false,
            },
            ServerName = check.Text("TLSServerName"),
        };
    }

    private static TimeSpan DeregisterAfter(FieldReader check)
    {
        var after = check.Duration("DeregisterCriticalServiceAfter");
        return after == TimeSpan.Zero ? after : AtLeast(MinDeregisterAfter, after);
    }

    /// <summary>0 stands for the default, as with Consul.</summary>
    private static int Threshold(FieldReader check, string field, int least) =>
        Math.Max(check.Number(field) ?? 0, least);

    private static ValueMap<string> Headers(FieldReader check) => ValueMap<string>.From(check.Entries("Header").Select(
        e => KeyValuePair.Create(e.Key, string.Join(", ", check.Texts($"Header.{e.Key}", e.Value)))));

    private static TimeSpan AtLeast(TimeSpan least, TimeSpan value) => value < least ? least : value;
}
