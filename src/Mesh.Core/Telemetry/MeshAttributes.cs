namespace Mesh.Telemetry;

/// <summary>
/// Attributes of instruments and activities. Beside them those of OpenTelemetry's conventions: <c>error.type</c>,
/// <c>server.address</c>, <c>server.port</c>.
/// </summary>
public static class MeshAttributes
{
    /// <summary>The name of a service; <see cref="Other"/> for one that the view does not know.</summary>
    public const string Service = "mesh.service";

    /// <summary>The id of the instance that a call went to last. Of activities alone.</summary>
    public const string Instance = "mesh.instance";

    /// <summary>The policy that a pick went by.</summary>
    public const string Policy = "mesh.policy";

    /// <summary>How a pick or a request at a door ended.</summary>
    public const string Outcome = "mesh.outcome";

    /// <summary>What picked: "http", "grpc" or "yarp".</summary>
    public const string Caller = "mesh.caller";

    /// <summary>How many instances a call was sent to. Of activities alone.</summary>
    public const string Attempts = "mesh.attempts";

    /// <summary>What the node answered to a write. Of activities alone.</summary>
    public const string Reply = "mesh.reply";

    /// <summary>The door of a stand-alone node that a request came in by.</summary>
    public const string Door = "mesh.door";

    /// <summary>In the place of a value that anybody could make up, so that there are never more values than things.</summary>
    public const string Other = "_OTHER";
}
