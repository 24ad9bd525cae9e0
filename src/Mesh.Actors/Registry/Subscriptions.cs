using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>Who wants to hear of which services. The shell maps the opaque subscriber to whom it tells.</summary>
internal sealed class Subscriptions<TSubscriber>
    where TSubscriber : notnull
{
    private readonly Dictionary<TSubscriber, HashSet<ServiceName>> _services = [];
    private readonly HashSet<TSubscriber> _all = [];

    public int Count => _services.Values.Sum(s => s.Count) + _all.Count;

    public void Add(TSubscriber subscriber, ServiceName? service)
    {
        if (service is not { } name)
            _all.Add(subscriber);
        else if (_services.TryGetValue(subscriber, out var names))
            names.Add(name);
        else
            _services[subscriber] = [name];
    }

    /// <summary>True when nothing of the subscriber is left.</summary>
    public bool Remove(TSubscriber subscriber, ServiceName? service)
    {
        if (service is not { } name)
            _all.Remove(subscriber);
        else if (_services.TryGetValue(subscriber, out var names) && names.Remove(name) && names.Count == 0)
            _services.Remove(subscriber);
        return !_all.Contains(subscriber) && !_services.ContainsKey(subscriber);
    }

    public void Remove(TSubscriber subscriber)
    {
        _all.Remove(subscriber);
        _services.Remove(subscriber);
    }

    /// <summary>What each subscriber is to be told of these changes; those with nothing to hear are left out.</summary>
    public IEnumerable<(TSubscriber To, ValueList<CatalogChange> Changes)> Share(IReadOnlyList<CatalogChange> changes)
    {
        if (changes.Count == 0)
            yield break;
        foreach (var subscriber in _all)
            yield return (subscriber, ValueList.From(changes));
        foreach (var (subscriber, names) in _services)
        {
            if (_all.Contains(subscriber))
                continue;
            var wanted = ValueList.From(changes.Where(c => names.Contains(c.Service)));
            if (wanted.Count > 0)
                yield return (subscriber, wanted);
        }
    }
}
