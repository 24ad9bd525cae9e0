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

    private const string ScriptsOff =
        "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or 'enable_local_script_checks' to true";

    private static readonly string[] Scripts = ["Script", "ScriptArgs", "Args", "DockerContainerID"];

    public static HealthTerms ToTerms(FieldReader check)
    {
        if (Scripts.Any(check.Says))
            check.Fail("Invalid check: " + ScriptsOff);
        if (check.Says("OSService"))
            check.Fail("Invalid check: OSService checks are not served: a mesh node runs no programs for its clients");
        var given = Targets.Where(t => check.Text(t.Field).Length > 0).ToArray();
        var hasTtl = check.Has("TTL") && check.Duration("TTL") > TimeSpan.Zero;
        var interval = check.Duration("Interval");
        if (hasTtl && interval > TimeSpan.Zero)
            check.Fail("Invalid check: Interval and TTL cannot both be specified");
        if (given.Length + (hasTtl ? 1 : 0) == 0)
            check.Fail("Invalid check: TTL must be > 0 for TTL checks");
        if (given.Length + (hasTtl ? 1 : 0) > 1)
            check.Refuse("TTL", "", "or one of HTTP, TCP, UDP, GRPC, H2PING, AliasService must be given, not several");
        if (given.Length + (hasTtl ? 1 : 0) != 1)
            return HealthTerms.None;

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
            check.Fail("Invalid check: Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks");
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
                HealthKind.Tcp => check.Flag("TCPUseTLS"),
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
