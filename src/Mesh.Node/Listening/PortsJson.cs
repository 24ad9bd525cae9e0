using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Listening;

/// <summary>The JSON of the ports that a node says and keeps in its file.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NodePorts))]
internal sealed partial class PortsJson : JsonSerializerContext;
