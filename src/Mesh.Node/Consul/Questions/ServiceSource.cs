using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Questions;

/// <summary>
/// A question about one service. Its index is that of the service, not of the node, so that other services wake nobody
/// who waits for this one.
/// </summary>
/// <param name="body">Makes the body of the service's entries.</param>
/// <param name="key">Equal for questions with the same answer.</param>
internal sealed class ServiceSource(
    ReadContext context, string service, string key, Func<IEnumerable<CatalogEntry>, byte[]> body) : IConsulSource
{
    public string Topic { get; } = ConsulServiceNames.KeyOf(service);

    public TimeSpan Age => Find(out var snapshot) is { } view
        ? context.Bodies.Of(view).AgeIn(snapshot, context.Time)
        : TimeSpan.Zero;

    public ConsulAnswer Read()
    {
        if (Find(out var snapshot) is not { } view)
            return new ConsulAnswer(context.Index.ExtinctionIndex(snapshot), ConsulJson.EmptyList);
        var bodies = context.Bodies.Of(view);
        return bodies.TryGet(key, out var kept)
            ? kept
            : bodies.Keep(key, new ConsulAnswer(view.Index, body(bodies.Entries)));
    }

    private ServiceView? Find(out CatalogSnapshot snapshot)
    {
        snapshot = context.Client.Snapshot;
        return Topic == ConsulNodeRecords.Name ? null : snapshot.Services.GetValueOrDefault(Topic);
    }
}
