using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Http;

/// <summary>The JSON of what the node alone answers, beside that of the API.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(IReadOnlyList<ScrapeTarget>))]
internal sealed partial class NativeJson : JsonSerializerContext;
