using Mesh.Dashboard.Models;
using Mesh.Remote;

namespace Mesh.Dashboard.Federation;

/// <summary>A service of another mesh that somebody at this node reads.</summary>
/// <param name="Origin">The mesh that its instances are of; empty while nobody answered.</param>
/// <param name="Age">How old what is known may be; null: nothing is.</param>
internal sealed record ImportRow(string Name, RemoteState State, string Origin, int Instances, TimeSpan? Age)
{
    public Mark Mark => State switch
    {
        RemoteState.Live => new("live", "✓", Tone.Good),
        RemoteState.Stale => new("stale", "?", Tone.Notice),
        RemoteState.Asking => new("asking", "…", Tone.Quiet),
        RemoteState.NoGateway => new("no gateway", "✕", Tone.Bad),
        _ => new("nobody offers it", "✕", Tone.Notice),
    };

    public static ImportRow Of(RemoteService service, TimeProvider time)
    {
        var (view, status) = (service.View, service.Status);
        return new(
            $"{service.Name}",
            status.State,
            status.Origin,
            view?.Instances.Length ?? 0,
            view is null ? null : service.Hub.Snapshot.AgeOf(view, time));
    }
}
