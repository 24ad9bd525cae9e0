using Mesh.Catalog;
using Mesh.Palette.Api;

namespace Mesh.Palette.Mapping;

/// <summary>Between the terms of health in a record and the lease or check of the API.</summary>
internal static class HealthMapping
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DefaultDeregisterAfter = TimeSpan.FromSeconds(60);

    public static LeaseModel? ToLease(HealthTerms terms) => terms.Kind is HealthKind.Ttl
        ? new LeaseModel(DurationText.Format(terms.Ttl), DurationText.Format(terms.DeregisterAfter))
        : null;

    public static CheckModel? ToCheck(HealthTerms terms) => terms.Kind is HealthKind.Tcp or HealthKind.Http or HealthKind.Grpc
        ? new CheckModel
        {
            Tcp = terms.Kind is HealthKind.Tcp ? terms.Target : null,
            Http = terms.Kind is HealthKind.Http ? terms.Target : null,
            Grpc = terms.Kind is HealthKind.Grpc ? terms.Target : null,
            Interval = DurationText.Format(terms.Interval),
            Timeout = DurationText.Format(terms.Timeout),
            Passes = terms.Passes,
            Fails = terms.Fails,
            DeregisterAfter = DurationText.Format(terms.DeregisterAfter),
        }
        : null;

    public static HealthTerms ToTerms(RegisterBody body, List<InvalidField> faults)
    {
        var after = FieldText.Duration("deregisterAfter", body.DeregisterAfter, faults);
        if (body.Ttl is not null && body.Check is not null)
            faults.Add(new("check", "given", "must not be given together with ttl"));
        if (body.Ttl is not null)
        {
            var ttl = FieldText.Duration(
                "ttl", body.Ttl, InstanceLimits.MinTtl, InstanceLimits.MaxTtl, faults);
            return new HealthTerms
            {
                Kind = HealthKind.Ttl,
                Ttl = ttl ?? InstanceLimits.MinTtl,
                DeregisterAfter = after ?? DefaultDeregisterAfter,
            };
        }

        if (body.Check is not null)
            return ToTerms(body.Check, after ?? DefaultDeregisterAfter, faults);
        if (after is not null)
            faults.Add(new("deregisterAfter", body.DeregisterAfter!, "needs ttl or check"));
        return HealthTerms.None;
    }

    private static HealthTerms ToTerms(CheckModel check, TimeSpan after, List<InvalidField> faults)
    {
        (HealthKind Kind, string? Target)[] targets =
            [(HealthKind.Tcp, check.Tcp), (HealthKind.Http, check.Http), (HealthKind.Grpc, check.Grpc)];
        var given = targets.Where(t => t.Target is not null).ToArray();
        if (given.Length != 1)
        {
            faults.Add(new("check", $"{given.Length} targets", "must have exactly one of tcp, http, grpc"));
            return HealthTerms.None;
        }

        var interval = FieldText.Duration(
            "check.interval", check.Interval, InstanceLimits.MinInterval, InstanceLimits.MaxInterval, faults)
            ?? DefaultInterval;
        return new HealthTerms
        {
            Kind = given[0].Kind,
            Target = given[0].Target!,
            Interval = interval,
            Timeout = FieldText.Duration("check.timeout", check.Timeout, faults)
                ?? (interval < DefaultTimeout ? interval : DefaultTimeout),
            Passes = check.Passes ?? 1,
            Fails = check.Fails ?? 1,
            DeregisterAfter = after,
        };
    }
}
