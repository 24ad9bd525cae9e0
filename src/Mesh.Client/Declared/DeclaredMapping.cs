using Mesh.Catalog;

namespace Mesh.Client.Declared;

/// <summary>From what is declared to the record that is registered. Pure; faults bear configuration keys.</summary>
internal static class DeclaredMapping
{
    /// <param name="path">The configuration key of the instance's section.</param>
    /// <returns>Null when a fault leaves no record to speak of.</returns>
    public static ServiceInstance? ToInstance(DeclaredInstanceOptions options, string path, List<InvalidField> faults)
    {
        if (Named(options, path, faults) is not { } named)
            return null;
        var health = Terms(options, path, named, faults);
        var instance = named with
        {
            Ports = options.Ports,
            Zone = options.Zone ?? "",
            Version = options.Version ?? "",
            Tags = options.Tags,
            Metadata = ValueMap<string>.From([.. options.Metadata, new(DoorMetadata.Declared, "")]),
            Weight = options.Weight ?? 1,
            Health = health,
            Status = health.Kind is HealthKind.None ? InstanceStatus.Passing : InstanceStatus.Starting,
            Life = Lifetime.Anchored,
        };
        foreach (var fault in InstanceValidation.Check(instance))
            faults.Add(fault with { Field = path + ":" + Key(fault.Field, health.Kind) });
        return instance;
    }

    private static ServiceInstance? Named(DeclaredInstanceOptions options, string path, List<InvalidField> faults)
    {
        var known = faults.Count;
        if (!ServiceName.TryParse(options.Service, out var service, out var error))
            faults.Add(new(path + ":service", options.Service ?? "", Bound(error, options.Service)));
        if (options.Host is null)
            faults.Add(new(path + ":host", "", "is required"));
        // A port that could not be read is a fault already.
        if (options.Port is null && !faults.Exists(f => f.Field == path + ":port"))
            faults.Add(new(path + ":port", "", "is required, 1 to 65535"));
        if (options.Port is not { } port || faults.Count > known)
            return null;
        if (!InstanceId.TryParse(options.Id ?? Authority(options.Host!, port), out var id, out error))
        {
            faults.Add(new(path + ":id", options.Id ?? "", Bound(error, options.Id)));
            return null;
        }

        return new ServiceInstance { Service = service, Id = id, Host = options.Host!, Port = port };
    }

    private static HealthTerms Terms(
        DeclaredInstanceOptions options, string path, ServiceInstance instance, List<InvalidField> faults)
    {
        if (options.Check is not { } check)
        {
            if (options.DeregisterAfter is { } after)
                faults.Add(new(path + ":deregisterAfter", DurationText.Format(after), "needs a check"));
            return HealthTerms.None;
        }

        if (Target(check, instance) is not var (kind, target))
        {
            faults.Add(new(path + ":check", "", "must have exactly one of tcp, http, grpc"));
            return HealthTerms.None;
        }

        var interval = check.Interval ?? DeclaredCheckOptions.DefaultInterval;
        var longest = DeclaredCheckOptions.DefaultTimeout;
        return new HealthTerms
        {
            Kind = kind,
            Target = target,
            Interval = interval,
            Timeout = check.Timeout ?? (interval < longest ? interval : longest),
            Passes = check.Passes ?? 1,
            Fails = check.Fails ?? 1,
            DeregisterAfter = options.DeregisterAfter ?? TimeSpan.Zero,
        };
    }

    private static (HealthKind Kind, string Target)? Target(DeclaredCheckOptions check, ServiceInstance instance)
    {
        var own = Authority(instance.Host, instance.Port);
        return check switch
        {
            { Tcp: { } tcp, Http: null, Grpc: null } => (HealthKind.Tcp, IsTrue(tcp) ? own : tcp),
            { Tcp: null, Http: { } http, Grpc: null } =>
                (HealthKind.Http, http.StartsWith('/') ? $"http://{own}{http}" : http),
            { Tcp: null, Http: null, Grpc: { } grpc } =>
                (HealthKind.Grpc, IsTrue(grpc) ? own : grpc.StartsWith('/') ? own + grpc : grpc),
            _ => null,
        };
    }

    private static bool IsTrue(string text) => bool.TryParse(text, out var yes) && yes;

    private static string Authority(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]:{port}" : $"{host}:{port}";

    /// <summary>"check.target" is under the key that gave it; "ports.grpc" is "ports:grpc".</summary>
    private static string Key(string field, HealthKind kind)
    {
        if (field == "check.target")
            return $"check:{kind.ToString().ToLowerInvariant()}";
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? field : $"{field[..dot]}:{field[(dot + 1)..]}";
    }

    /// <summary>The parsers begin with a field name of their own; what follows is the bound.</summary>
    private static string Bound(string error, string? value) =>
        string.IsNullOrEmpty(value) ? "is required" : error[(error.IndexOf(':', StringComparison.Ordinal) + 2)..];
}
