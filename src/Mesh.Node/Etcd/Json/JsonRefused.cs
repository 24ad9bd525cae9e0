using System.Collections.Frozen;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Json;

/// <summary>
/// The paths of etcd's gateway that a mesh does not serve, without the version before them: answered as UNIMPLEMENTED, not as paths
/// that nobody has. Pure.
/// </summary>
internal static class JsonRefused
{
    private static readonly FrozenSet<string> Paths = new[]
    {
        "/lock/lock", "/lock/unlock",
        "/election/campaign", "/election/proclaim", "/election/leader", "/election/observe", "/election/resign",
        "/cluster/member/add", "/cluster/member/remove", "/cluster/member/update", "/cluster/member/promote",
        "/maintenance/defragment", "/maintenance/hash", "/maintenance/hashkv", "/maintenance/snapshot",
        "/maintenance/transfer-leadership", "/maintenance/downgrade",
        "/auth/enable", "/auth/disable", "/auth/status",
        "/auth/user/add", "/auth/user/get", "/auth/user/list", "/auth/user/delete", "/auth/user/changepw", "/auth/user/grant",
        "/auth/user/revoke",
        "/auth/role/add", "/auth/role/get", "/auth/role/list", "/auth/role/delete", "/auth/role/grant", "/auth/role/revoke",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a path without an endpoint is answered.</summary>
    public static EtcdFault Of(string path)
    {
        foreach (var version in JsonGateway.Versions)
        {
            if (path.StartsWith(version, StringComparison.Ordinal) && Paths.Contains(path[version.Length..]))
                return EtcdFault.Unimplemented($"{path} is not served by a mesh; docs/doors.md lists what is");
        }

        return JsonErrors.NotFound;
    }
}
