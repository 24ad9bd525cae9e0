using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Etcd.Json;

/// <summary>The JSON of the door that is no protobuf message.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonError))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class EtcdJson : JsonSerializerContext;
