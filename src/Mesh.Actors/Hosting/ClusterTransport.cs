using Akka.Actor;

namespace Mesh.Hosting;

/// <summary>The way to the actors of whichever ActorSystem runs right now.</summary>
internal sealed class ClusterTransport : IMeshTransport
{
    private volatile Link? _link;

    public string? SelfAddress => _link?.SelfAddress;

    /// <summary>From now on to this system; the one before is forgotten.</summary>
    public void Attach(ActorSystem system, string selfAddress)
    {
        Detach();
        _link = new Link(system, selfAddress);
    }

    /// <summary>Nobody to ask from now on; those who wait get their answer: none.</summary>
    public void Detach()
    {
        var link = _link;
        _link = null;
        link?.Gone.Cancel();
    }

    public async Task<object?> AskAsync(string actor, object message, TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_link is not { } link)
            return null;

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, link.Gone.Token);
        try
        {
            return await link.Select(actor).Ask<object>(message, timeout, either.Token);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // A timeout, a system that ends meanwhile: to the caller all of it is "no answer".
            return null;
        }
    }

    public void Tell(string actor, object message) => _link?.Select(actor).Tell(message);

    private sealed record Link(ActorSystem System, string SelfAddress)
    {
        public CancellationTokenSource Gone { get; } = new();

        public ActorSelection Select(string actor) => System.ActorSelection($"/user/{MeshNames.Guardian}/{actor}");
    }
}
