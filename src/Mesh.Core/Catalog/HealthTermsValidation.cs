namespace Mesh.Catalog;

/// <summary>Checks health terms against <see cref="InstanceLimits"/>.</summary>
internal static class HealthTermsValidation
{
    /// <param name="longest">The bound of the timeout; null: the interval.</param>
    public static void Check(List<InvalidField> faults, HealthTerms terms, TimeSpan? longest = null)
    {
        if (!Enum.IsDefined(terms.Kind))
            faults.Add(new("check", $"{terms.Kind:D}", "must be none, app, ttl, tcp, http, grpc, udp, h2ping or alias"));
        if (terms.Kind is HealthKind.Ttl)
            Between(faults, "ttl", terms.Ttl, InstanceLimits.MinTtl, InstanceLimits.LongestTtl);
        if (terms.DeregisterAfter != TimeSpan.Zero)
            Between(faults, "deregisterAfter", terms.DeregisterAfter, InstanceLimits.MinTtl, InstanceLimits.MaxDeregisterAfter);
        if (terms.IsActive)
            CheckProbe(faults, terms, longest ?? terms.Interval);
        if (terms.Kind is HealthKind.Alias)
            CheckAlias(faults, terms);
        InstanceValidation.Range(faults, "check.passes", terms.Passes, 1, InstanceLimits.Thresholds);
        InstanceValidation.Range(faults, "check.fails", terms.Fails, 1, InstanceLimits.Thresholds);
        InstanceValidation.Range(faults, "check.warnFails", terms.WarnFails, 0, InstanceLimits.Thresholds);
        CheckRequest(faults, terms);
    }

    private static void CheckProbe(List<InvalidField> faults, HealthTerms terms, TimeSpan longest)
    {
        Between(faults, "check.interval", terms.Interval, InstanceLimits.MinInterval, InstanceLimits.MaxInterval);
        Between(faults, "check.timeout", terms.Timeout, InstanceLimits.MinTimeout, longest);
        InstanceValidation.Length(faults, "check.target", terms.Target, InstanceLimits.TargetLength);
        if (!IsTarget(terms))
        {
            var bound = terms.Kind is HealthKind.Http
                ? "must be an absolute http or https URL"
                : "must be host:port";
            faults.Add(new("check.target", terms.Target, bound));
        }
    }

    private static void CheckAlias(List<InvalidField> faults, HealthTerms terms)
    {
        if (!InstanceId.TryParse(terms.Target, out _, out var error))
            faults.Add(new("check.target", ShortText.Of(terms.Target), $"must be the id of an instance: {error}"));
    }

    private static void CheckRequest(List<InvalidField> faults, HealthTerms terms)
    {
        InstanceValidation.Length(faults, "check.method", terms.Method, 16);
        if (!terms.Method.All(char.IsAsciiLetter))
            faults.Add(new("check.method", ShortText.Of(terms.Method), "must be letters"));
        InstanceValidation.Length(faults, "check.body", terms.Body, InstanceLimits.CheckBodyLength);
        InstanceValidation.Length(faults, "check.serverName", terms.ServerName, InstanceLimits.HostLength);
        InstanceValidation.Range(faults, "check.headers", terms.Headers.Count, 0, InstanceLimits.CheckHeaders);
        foreach (var (name, value) in terms.Headers)
        {
            InstanceValidation.Length(faults, "check.headers", name, InstanceLimits.MetadataKeyLength);
            InstanceValidation.Length(faults, $"check.headers.{ShortText.Of(name)}", value, InstanceLimits.CheckHeaderLength);
            if (!name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) || name.Length == 0)
                faults.Add(new("check.headers", ShortText.Of(name), "must be names of HTTP headers"));
            if (value.Any(c => char.IsControl(c) || c > '~'))
                faults.Add(new($"check.headers.{ShortText.Of(name)}", "", "must be printable ASCII"));
        }
    }

    private static bool IsTarget(HealthTerms terms)
    {
        if (terms.Kind is HealthKind.Http)
        {
            return Uri.TryCreate(terms.Target, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        }

        var hostPort = terms.Kind is HealthKind.Grpc ? terms.Target.Split('/', 2)[0] : terms.Target;
        return Uri.TryCreate("tcp://" + hostPort, UriKind.Absolute, out var target) && target.Port is > 0 and <= 65_535;
    }

    private static void Between(List<InvalidField> faults, string field, TimeSpan value, TimeSpan low, TimeSpan high)
    {
        if (value < low || value > high)
            faults.Add(new(field, Text(value), $"must be {Text(low)} to {Text(high)}"));
    }

    private static string Text(TimeSpan value) => value < TimeSpan.Zero ? "-" + DurationText.Format(value.Negate()) : DurationText.Format(value);
}
