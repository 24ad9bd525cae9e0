using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Data.Former;

/// <summary>The JSON of a whole record in the file of kept instances.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KeptRecord))]
internal sealed partial class KeptJson : JsonSerializerContext;
