using CsCheck;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Testing.Generators;

/// <summary>Random values of the catalogue. Keys and owners come from small sets, so that they meet again.</summary>
internal static class CatalogGen
{
    /// <summary>Text with letters of one to four bytes in UTF-8, often empty, sometimes long.</summary>
    public static readonly Gen<string> Text = Gen.Frequency(
        (1, Gen.Const("")),
        (6, Gen.OneOf("a", "Z", "ß", "→", "\0", "😀", " ", "\"").Array[0, 12].Select(string.Concat)),
        (1, Gen.Char['a', 'z'].Array[100, 400].Select(c => new string(c))));

    public static readonly Gen<ServiceName> Service = Gen.Frequency(
        (8, Gen.OneOf("orders", "billing", "a", "x-1.y_2").Select(ServiceName.Parse)),
        (2, Gen.Char['a', 'z'].Array[1, 128].Select(c => ServiceName.Parse(new string(c)))));

    public static readonly Gen<InstanceId> Id = Gen.Frequency(
        (8, Gen.Int[0, 9].Select(n => InstanceId.Parse($"o-{n}"))),
        (2, Gen.OneOf("ß", "😀", "a b", "x").Array[1, 60].Select(p => InstanceId.Parse(string.Concat(p)))));

    public static readonly Gen<InstanceKey> Key = Gen.Select(Service, Id, (service, id) => new InstanceKey(service, id));

    public static readonly Gen<Owner> Owner = Gen.Frequency(
        (8, Gen.Select(Gen.Int[1, 4], Gen.Int[-1, 2], (n, uid) => new Owner($"10.0.0.{n}:4053", uid))),
        (2, Gen.Select(Text, Gen.Int, (address, uid) => new Owner(address, uid))));

    public static readonly Gen<InstanceStatus> Status = Gen.Enum<InstanceStatus>();

    public static readonly Gen<Standing> Standing = Gen.Enum<Standing>();

    public static readonly Gen<TimeSpan> Span = Gen.Frequency(
        (2, Gen.Const(TimeSpan.Zero)), (6, Gen.Int[0, 90].Select(s => TimeSpan.FromSeconds(s))), (2, Gen.TimeSpan));

    public static readonly Gen<DateTimeOffset> Moment =
        Gen.Long[0, DateTimeOffset.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    public static readonly Gen<ValueList<string>> Texts = Text.Array[0, 4].Select(ValueList.From);

    public static readonly Gen<ValueMap<string>> Entries =
        Gen.Select(Text, Text, KeyValuePair.Create).Array[0, 4].Select(ValueMap<string>.From);

    public static readonly Gen<ValueMap<int>> Numbers =
        Gen.Select(Text, Number(), KeyValuePair.Create).Array[0, 4].Select(ValueMap<int>.From);

    public static readonly Gen<HealthTerms> Health = Gen.Frequency((3, Gen.Const(HealthTerms.None)), (7, AnyHealth()));

    public static readonly Gen<ValueList<NamedCheck>> Checks = AnyCheck().Array[0, 3].Select(ValueList.From);

    public static readonly Gen<ServiceInstance> Instance = AnyInstance();

    public static readonly Gen<Evidence> Evidence =
        Gen.Select(Text, Text, Text, (cause, observer, detail) => new Evidence(cause, observer, detail));

    public static readonly Gen<InstanceView> View =
        Gen.Select(Instance, Owner, Standing, (instance, owner, standing) => new InstanceView(instance, owner, standing));

    public static readonly Gen<CatalogEvent> Event =
        Gen.Select(Moment, Key, Text, Evidence, (at, key, change, evidence) => new CatalogEvent(at, key, change, evidence));

    public static readonly Gen<InvalidField> Fault =
        Gen.Select(Text, Text, Text, (field, value, bound) => new InvalidField(field, value, bound));

    public static readonly Gen<CatalogChange> Change = Gen.Select(
        Gen.Long,
        Service,
        Gen.Enum<ChangeKind>(),
        View,
        (revision, service, kind, view) => kind is ChangeKind.Reset
            ? new CatalogChange(revision, default, kind, null)
            : new CatalogChange(revision, service, kind, view));

    /// <summary>Any number, small ones more often.</summary>
    public static Gen<int> Number() => Gen.Frequency((8, Gen.Int[0, 70_000]), (2, Gen.Int));

    private static Gen<HealthTerms> AnyHealth() => Gen.Select(
        Gen.Select(Gen.Enum<HealthKind>(), Text),
        Gen.Select(Span, Span, Span, Span),
        Gen.Select(Number(), Number(), Number()),
        Gen.Select(Text, Entries, Text, Text),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool),
        (kind, spans, thresholds, request, switches) => new HealthTerms
        {
            WarnFails = thresholds.Item3,
            Method = request.Item1,
            Headers = request.Item2,
            Body = request.Item3,
            ServerName = request.Item4,
            SkipVerify = switches.Item1,
            NoRedirects = switches.Item2,
            UseTls = switches.Item3,
            Kind = kind.Item1,
            Target = kind.Item2,
            Ttl = spans.Item1,
            Interval = spans.Item2,
            Timeout = spans.Item3,
            DeregisterAfter = spans.Item4,
            Passes = thresholds.Item1,
            Fails = thresholds.Item2,
        });

    private static Gen<NamedCheck> AnyCheck() => Gen.Select(
        Gen.Select(Text, Text, Text),
        Health,
        Status,
        Gen.Bool,
        (texts, terms, status, ofNode) => new NamedCheck
        {
            Id = texts.Item1,
            Name = texts.Item2,
            Notes = texts.Item3,
            Terms = terms,
            Status = status,
            OfNode = ofNode,
        });

    private static Gen<ServiceInstance> AnyInstance() => Gen.Select(
        Gen.Select(Key, Text, Number(), Text, Text),
        Gen.Select(Numbers, Texts, Entries, Health, Checks),
        Gen.Select(Number(), Status, Gen.Bool, Gen.Long, Moment),
        (names, parts, state) => new ServiceInstance
        {
            Service = names.Item1.Service,
            Id = names.Item1.Id,
            Host = names.Item2,
            Port = names.Item3,
            Zone = names.Item4,
            Version = names.Item5,
            Ports = parts.Item1,
            Tags = parts.Item2,
            Metadata = parts.Item3,
            Health = parts.Item4,
            Checks = parts.Item5,
            Weight = state.Item1,
            Status = state.Item2,
            Life = state.Item3 ? Lifetime.Floating : Lifetime.Owned,
            Claim = state.Item4,
            RegisteredAt = state.Item5,
        });
}
