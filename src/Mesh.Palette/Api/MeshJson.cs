using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>The JSON of the native API, source-generated. A field that is not known is an error, not a surprise later.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IReadOnlyList<ServiceItem>))]
[JsonSerializable(typeof(ServiceDetail))]
[JsonSerializable(typeof(IReadOnlyList<InstanceModel>))]
[JsonSerializable(typeof(InstanceModel))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(RegisterReply))]
[JsonSerializable(typeof(WriteReply))]
[JsonSerializable(typeof(RenewBody))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(DrainReply))]
[JsonSerializable(typeof(PickReply))]
[JsonSerializable(typeof(ExplainReply))]
[JsonSerializable(typeof(PolicyModel))]
[JsonSerializable(typeof(WatchEvent))]
[JsonSerializable(typeof(ClusterReply))]
[JsonSerializable(typeof(AddressBody))]
[JsonSerializable(typeof(RemoveReply))]
[JsonSerializable(typeof(IReadOnlyList<ExportItem>))]
[JsonSerializable(typeof(ExportItem))]
[JsonSerializable(typeof(KadLookupReply))]
[JsonSerializable(typeof(KadTableReply))]
[JsonSerializable(typeof(KadPingReply))]
[JsonSerializable(typeof(KadStoreReply))]
[JsonSerializable(typeof(ApiProblem))]
public sealed partial class MeshJson : JsonSerializerContext;
