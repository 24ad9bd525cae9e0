using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>The registration stands at its owner.</summary>
/// <param name="ConfirmedBy">Nodes known to hold it, the owner included.</param>
public sealed record RegisterReply(string Id, string Service, long Revision, int ConfirmedBy)
{
    /// <summary>What it is registered under; a deregistration can be made conditional on it.</summary>
    public long Claim { get; init; }

    /// <summary>False: the consistency asked for was not reached before the deadline (HTTP 202). Left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Reached { get; init; }
}
