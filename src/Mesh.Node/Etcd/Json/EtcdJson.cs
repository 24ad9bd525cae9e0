using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Etcd.Json;

/// <summary>The JSON of the door that is no protobuf message.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonError))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class EtcdJson : JsonSerializerContext
{
    /// <summary>Escapes no more than JSON asks for: base64 stays readable.</summary>
    public static readonly EtcdJson Wire = new(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
