using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>Health terms, of a record or of one of its checks. Left out when they are None.</summary>
internal static class HealthWire
{
    public static void Write(ref WireWriter writer, int field, HealthTerms health)
    {
        if (ReferenceEquals(health, HealthTerms.None) || health == HealthTerms.None)
            return;
        var mark = writer.Begin(field);
        writer.Number(P.HealthTerms.KindFieldNumber, (long)health.Kind);
        writer.Text(P.HealthTerms.TargetFieldNumber, health.Target);
        writer.Number(P.HealthTerms.TtlFieldNumber, health.Ttl.Ticks);
        writer.Number(P.HealthTerms.IntervalFieldNumber, health.Interval.Ticks);
        writer.Number(P.HealthTerms.TimeoutFieldNumber, health.Timeout.Ticks);
        writer.Number(P.HealthTerms.PassesFieldNumber, health.Passes);
        writer.Number(P.HealthTerms.FailsFieldNumber, health.Fails);
        writer.Number(P.HealthTerms.DeregisterAfterFieldNumber, health.DeregisterAfter.Ticks);
        writer.Number(P.HealthTerms.WarnFailsFieldNumber, health.WarnFails);
        writer.Text(P.HealthTerms.MethodFieldNumber, health.Method);
        InstancePartsWire.WriteMetadata(ref writer, P.HealthTerms.HeadersFieldNumber, health.Headers);
        writer.Text(P.HealthTerms.BodyFieldNumber, health.Body);
        writer.Flag(P.HealthTerms.SkipVerifyFieldNumber, health.SkipVerify);
        writer.Flag(P.HealthTerms.NoRedirectsFieldNumber, health.NoRedirects);
        writer.Flag(P.HealthTerms.UseTlsFieldNumber, health.UseTls);
        writer.Text(P.HealthTerms.ServerNameFieldNumber, health.ServerName);
        writer.End(mark);
    }

    public static HealthTerms Read(ReadOnlySpan<byte> bytes)
    {
        // A field that is not there has its default on the wire, which for the thresholds is not the record's.
        var terms = new HealthTerms { Passes = 0, Fails = 0 };
        var reader = new WireReader(bytes);
        while (reader.Next())
            terms = ReadTimes(ref reader, terms) ?? ReadRequest(ref reader, terms) ?? terms;
        return terms;
    }

    private static HealthTerms? ReadTimes(ref WireReader reader, HealthTerms terms) => reader.Field switch
    {
        P.HealthTerms.KindFieldNumber => terms with { Kind = WireEnums.Health(reader.Number()) },
        P.HealthTerms.TargetFieldNumber => terms with { Target = WirePools.Text(reader.Content()) },
        P.HealthTerms.TtlFieldNumber => terms with { Ttl = reader.Span() },
        P.HealthTerms.IntervalFieldNumber => terms with { Interval = reader.Span() },
        P.HealthTerms.TimeoutFieldNumber => terms with { Timeout = reader.Span() },
        P.HealthTerms.PassesFieldNumber => terms with { Passes = reader.Number32() },
        P.HealthTerms.FailsFieldNumber => terms with { Fails = reader.Number32() },
        P.HealthTerms.DeregisterAfterFieldNumber => terms with { DeregisterAfter = reader.Span() },
        P.HealthTerms.WarnFailsFieldNumber => terms with { WarnFails = reader.Number32() },
        _ => null,
    };

    private static HealthTerms? ReadRequest(ref WireReader reader, HealthTerms terms) => reader.Field switch
    {
        P.HealthTerms.MethodFieldNumber => terms with { Method = WirePools.Words.Get(reader.Content()) },
        P.HealthTerms.HeadersFieldNumber => terms with { Headers = WirePools.Metadata.Get(reader.Content()) },
        P.HealthTerms.BodyFieldNumber => terms with { Body = WirePools.Text(reader.Content()) },
        P.HealthTerms.SkipVerifyFieldNumber => terms with { SkipVerify = reader.Flag() },
        P.HealthTerms.NoRedirectsFieldNumber => terms with { NoRedirects = reader.Flag() },
        P.HealthTerms.UseTlsFieldNumber => terms with { UseTls = reader.Flag() },
        P.HealthTerms.ServerNameFieldNumber => terms with { ServerName = WirePools.Words.Get(reader.Content()) },
        _ => null,
    };
}
