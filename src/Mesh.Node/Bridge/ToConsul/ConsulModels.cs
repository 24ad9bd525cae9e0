namespace Mesh.Node.Bridge.ToConsul;

/// <summary>What Consul says and is told, as far as a bridge needs it. Names as in its HTTP API.</summary>
internal static class ConsulModels
{
    internal sealed record Entry(Node Node, Service Service, IReadOnlyList<Check>? Checks);

    internal sealed record Node(string? Address)
    {
        [System.Text.Json.Serialization.JsonPropertyName("Node")]
        public string Name { get; init; } = "";
    }

    internal sealed record Service
    {
        public string ID { get; init; } = "";

        [System.Text.Json.Serialization.JsonPropertyName("Service")]
        public string Name { get; init; } = "";

        public IReadOnlyList<string>? Tags { get; init; }

        public IReadOnlyDictionary<string, string>? Meta { get; init; }

        public string Address { get; init; } = "";

        public int Port { get; init; }

        public Weights? Weights { get; init; }

        [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
        public string? Kind { get; init; }

        [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
        public long ModifyIndex { get; init; }
    }

    internal sealed record Weights(int Passing, int Warning);

    internal sealed record Check
    {
        public string Node { get; init; } = "";

        public string CheckID { get; init; } = "";

        public string Name { get; init; } = "";

        public string Status { get; init; } = "";

        public string Output { get; init; } = "";

        public string ServiceID { get; init; } = "";
    }

    internal sealed record Register(string ID, string Node, string Address, IReadOnlyDictionary<string, string> NodeMeta, Service Service, Check Check);

    internal sealed record Deregister(string Node)
    {
        [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
        public string? ServiceID { get; init; }
    }

    internal sealed record Self(SelfConfig? Config);

    internal sealed record SelfConfig(string? Datacenter);

    internal sealed record NewSession(string Name, string TTL, string Behavior, string LockDelay);

    internal sealed record Session(string? ID);

    internal sealed record KeyValue(string? Value);

    /// <summary>The value of a claim.</summary>
    internal sealed record Claim(string Mesh, string Session);
}
