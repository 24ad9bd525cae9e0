using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>The JSON of keys under the bridges' prefix.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(EtcdClaim))]
internal sealed partial class EtcdBridgeJson : JsonSerializerContext;
