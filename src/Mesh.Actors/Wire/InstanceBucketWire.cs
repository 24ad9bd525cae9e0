using Mesh.Catalog;
using Mesh.Replication;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>A bucket of instances.</summary>
internal sealed class InstanceBucketWire() : BucketWire<InstanceBucket, InstanceKey, ServiceInstance>(InstanceBucket.Empty)
{
    public static readonly InstanceBucketWire Instance = new();

    protected override void WriteRecord(ref WireWriter writer, int field, ServiceInstance record) =>
        InstanceWire.Write(ref writer, field, record);

    protected override ServiceInstance ReadRecord(ReadOnlySpan<byte> bytes) => InstanceWire.Read(bytes);

    protected override void WriteKey(ref WireWriter writer, int field, InstanceKey key)
    {
        var mark = writer.Begin(field);
        writer.Text(P.InstanceKey.ServiceFieldNumber, key.Service.Value);
        writer.Text(P.InstanceKey.IdFieldNumber, key.Id.Value);
        writer.End(mark);
    }

    protected override InstanceKey ReadKey(ReadOnlySpan<byte> bytes)
    {
        ServiceName service = default;
        InstanceId id = default;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.InstanceKey.ServiceFieldNumber)
                service = WirePools.Services.Get(reader.Content());
            else if (reader.Field == P.InstanceKey.IdFieldNumber)
                id = CatalogWire.Id(WirePools.Text(reader.Content()));
        }

        return new InstanceKey(service, id);
    }

    protected override InstanceKey KeyOf(ServiceInstance record) => record.Key;
}
