using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Bridge.Running;

/// <summary>The JSON that a bridge prints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BridgeReady))]
internal sealed partial class BridgeJson : JsonSerializerContext;
