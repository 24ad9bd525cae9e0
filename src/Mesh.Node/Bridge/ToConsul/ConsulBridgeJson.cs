using System.Text.Json.Serialization;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>The JSON of Consul's HTTP API; what is not known is skipped.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(IReadOnlyList<ConsulModels.Entry>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
[JsonSerializable(typeof(ConsulModels.Register))]
[JsonSerializable(typeof(ConsulModels.Deregister))]
[JsonSerializable(typeof(ConsulModels.Self))]
[JsonSerializable(typeof(ConsulModels.NewSession))]
[JsonSerializable(typeof(ConsulModels.Session))]
[JsonSerializable(typeof(IReadOnlyList<ConsulModels.KeyValue>))]
[JsonSerializable(typeof(ConsulModels.Claim))]
internal sealed partial class ConsulBridgeJson : JsonSerializerContext;
