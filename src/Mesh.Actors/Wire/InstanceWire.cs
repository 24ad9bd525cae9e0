using Google.Protobuf;
using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>
/// The record of an instance, coded by hand: it is most of what a mesh sends and keeps. The bytes are those that the
/// generated class would write, which tests check.
/// </summary>
internal static class InstanceWire
{
    public static ByteString ToWire(this ServiceInstance instance)
    {
        var writer = WireWriter.Rent();
        try
        {
            Write(ref writer, instance);
            return ByteString.CopyFrom(writer.Written);
        }
        finally
        {
            writer.Return();
        }
    }

    public static void Write(ref WireWriter writer, int field, ServiceInstance instance)
    {
        var mark = writer.Begin(field);
        Write(ref writer, instance);
        writer.End(mark);
    }

    public static void Write(ref WireWriter writer, ServiceInstance instance)
    {
        writer.Text(P.Instance.ServiceFieldNumber, instance.Service.Value);
        writer.Text(P.Instance.IdFieldNumber, instance.Id.Value);
        writer.Text(P.Instance.HostFieldNumber, instance.Host);
        writer.Number(P.Instance.PortFieldNumber, instance.Port);
        InstancePartsWire.WritePorts(ref writer, P.Instance.PortsFieldNumber, instance.Ports);
        writer.Text(P.Instance.ZoneFieldNumber, instance.Zone);
        writer.Text(P.Instance.VersionFieldNumber, instance.Version);
        InstancePartsWire.WriteTags(ref writer, P.Instance.TagsFieldNumber, instance.Tags);
        InstancePartsWire.WriteMetadata(ref writer, P.Instance.MetadataFieldNumber, instance.Metadata);
        writer.Number(P.Instance.WeightFieldNumber, instance.Weight);
        writer.Number(P.Instance.StatusFieldNumber, (long)instance.Status);
        HealthWire.Write(ref writer, P.Instance.HealthFieldNumber, instance.Health);
        writer.Flag(P.Instance.KeptFieldNumber, instance.Life is Lifetime.Floating);
        writer.Number(P.Instance.ClaimFieldNumber, instance.Claim);
        writer.Moment(P.Instance.RegisteredAtFieldNumber, instance.RegisteredAt);
        ChecksWire.Write(ref writer, P.Instance.ChecksFieldNumber, instance.Checks);
        writer.Number(P.Instance.LifetimeFieldNumber, (long)LifetimeWire.Write(instance.Life));
        writer.Text(P.Instance.HomeFieldNumber, instance.Home);
        writer.Flag(P.Instance.SharedFieldNumber, instance.Shared);
    }

    public static ServiceInstance Read(ReadOnlySpan<byte> bytes)
    {
        var fields = new InstanceFields();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (!fields.TakeName(ref reader) && !fields.TakePart(ref reader))
                fields.TakeState(ref reader);
        }

        return fields.ToInstance();
    }
}
