using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Node.Data;
using Mesh.Node.Hosting;
using Mesh.Node.Http;

namespace Mesh.Node;

/// <summary>The JSON of the node itself, beside that of the API.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(NodePorts))]
[JsonSerializable(typeof(IReadOnlyList<ScrapeTarget>))]
[JsonSerializable(typeof(KeptRecord))]
internal sealed partial class NodeJson : JsonSerializerContext;
