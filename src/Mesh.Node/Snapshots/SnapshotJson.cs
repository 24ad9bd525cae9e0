using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Node.Snapshots;

/// <summary>The JSON of snapshots.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SnapshotHeader))]
[JsonSerializable(typeof(SnapshotLine))]
[JsonSerializable(typeof(SnapshotReply))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
