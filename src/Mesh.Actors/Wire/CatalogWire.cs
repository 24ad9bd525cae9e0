using System.Text;
using Google.Protobuf.Collections;
using Mesh.Catalog;
using Mesh.Views;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The catalogue's types as parts of messages that have generated classes.</summary>
internal static class CatalogWire
{
    /// <summary>The empty name is that of a default value; anything else must be a name.</summary>
    public static ServiceName Service(string value)
    {
        if (value.Length == 0)
            return default;
        return ServiceName.TryParse(value, out var name, out var error) ? name : throw new WireFormatException(error);
    }

    public static InstanceId Id(string value)
    {
        if (value.Length == 0)
            return default;
        return InstanceId.TryParse(value, out var id, out var error) ? id : throw new WireFormatException(error);
    }

    /// <summary>A string that many messages have in common.</summary>
    public static string Shared(string value)
    {
        if (value.Length is 0 or > 64)
            return value;
        Span<byte> utf8 = stackalloc byte[192];
        return WirePools.Words.Get(utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    public static P.InstanceKey ToWire(this InstanceKey key) =>
        new() { Service = key.Service.Value, Id = key.Id.Value };

    public static InstanceKey FromWire(P.InstanceKey? key) => key is null
        ? throw new WireFormatException("the key is missing")
        : new InstanceKey(Service(key.Service), Id(key.Id));

    public static P.Evidence ToWire(this Evidence evidence) =>
        new() { Cause = evidence.Cause, Observer = evidence.Observer, Detail = evidence.Detail };

    public static Evidence FromWire(P.Evidence? evidence) => evidence is null
        ? throw new WireFormatException("the evidence is missing")
        : new Evidence(Shared(evidence.Cause), Shared(evidence.Observer), evidence.Detail);

    public static P.InstanceView ToWire(this InstanceView view) => new()
    {
        Instance = view.Instance.ToWire(),
        Owner = view.Owner.ToWire(),
        Standing = (P.Standing)view.Standing,
    };

    public static InstanceView FromWire(P.InstanceView view) => new(
        InstanceWire.Read(view.Instance.Span), OwnerWire.FromWire(view.Owner), WireEnums.Standing((long)view.Standing));

    public static ValueList<InstanceView> FromWire(RepeatedField<P.InstanceView> views) =>
        ValueList.From(views.Select(FromWire));

    public static P.CatalogEvent ToWire(this CatalogEvent story) => new()
    {
        At = WireTime.Ticks(story.At),
        Key = story.Key.ToWire(),
        Change = story.Change,
        Evidence = story.Evidence.ToWire(),
    };

    public static CatalogEvent FromWire(P.CatalogEvent story) => new(
        WireTime.Moment(story.At), FromWire(story.Key), Shared(story.Change), FromWire(story.Evidence));

    public static P.InvalidField ToWire(this InvalidField fault) =>
        new() { Field = fault.Field, Value = fault.Value, Bound = fault.Bound };

    public static InvalidField FromWire(P.InvalidField fault) => new(fault.Field, fault.Value, fault.Bound);

    public static P.ServiceSummary ToWire(this ServiceSummary summary) => new()
    {
        Name = summary.Name.Value,
        Instances = summary.Instances,
        Passing = summary.Passing,
        Revision = summary.Revision,
    };

    public static ServiceSummary FromWire(P.ServiceSummary summary) =>
        new(Service(summary.Name), summary.Instances, summary.Passing, summary.Revision);

    public static P.CatalogChange ToWire(this CatalogChange change) => new()
    {
        Revision = change.Revision,
        Service = change.Service.Value,
        Kind = (P.ChangeKind)change.Kind,
        Instance = change.Instance?.ToWire(),
    };

    public static CatalogChange FromWire(P.CatalogChange change) => new(
        change.Revision,
        Service(change.Service),
        WireEnums.Change((long)change.Kind),
        change.Instance is null ? null : FromWire(change.Instance));
}
