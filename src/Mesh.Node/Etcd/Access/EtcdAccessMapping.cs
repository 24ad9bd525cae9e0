using Mesh.Node.Access;

namespace Mesh.Node.Etcd.Access;

/// <summary>What a call needs to be allowed, by its last word; over gRPC and JSON these are the same words. Pure.</summary>
internal static class EtcdAccessMapping
{
    /// <summary>Null: nothing, such a call is how a client comes by a token.</summary>
    public static AccessAction? ActionOf(string path) => path[(path.LastIndexOf('/') + 1)..].ToUpperInvariant() switch
    {
        "AUTHENTICATE" => null,
        "RANGE" or "WATCH" or "LEASETIMETOLIVE" or "TIMETOLIVE" or "LEASELEASES" or "LEASES" => AccessAction.Read,
        "MEMBERLIST" or "LIST" or "STATUS" or "ALARM" or "VERSION" or "HEALTH" => AccessAction.Read,
        _ => AccessAction.Register,
    };

    /// <summary>The token as etcd's clients send it: metadata "token", or the header Authorization with or without its scheme.</summary>
    public static string? SecretOf(IHeaderDictionary headers) =>
        headers["token"] is [{ Length: > 0 } token, ..] ? token
        : headers.Authorization is [{ Length: > 0 } header, ..] ? header[(header.LastIndexOf(' ') + 1)..]
        : null;
}
