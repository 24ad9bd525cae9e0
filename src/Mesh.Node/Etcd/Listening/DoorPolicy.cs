using Mesh.Node.Etcd.Answers;
using Microsoft.AspNetCore.Routing.Matching;

namespace Mesh.Node.Etcd.Listening;

/// <summary>An endpoint is reachable by its own door alone: the native API not on etcd's port, nor the other way round.</summary>
internal sealed class DoorPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var door = DoorConnections.Of(httpContext);
        for (var i = 0; i < candidates.Count; i++)
        {
            var wanted = candidates[i].Endpoint?.Metadata.GetMetadata<DoorMark>()?.Door ?? Door.Native;
            if (wanted != door)
                candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }
}
