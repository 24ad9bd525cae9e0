namespace Mesh.Views;

/// <summary>
/// Who waits for the next change of what. A service that is there has a signal of its own; those that are not share a
/// few, so that asking for names that never come costs nothing that stays. Not thread-safe.
/// </summary>
internal sealed class ChangeSignals
{
    private readonly Dictionary<string, TaskCompletionSource> _ofServices = [];
    private readonly TaskCompletionSource?[] _ofOthers = new TaskCompletionSource?[256];
    private TaskCompletionSource? _ofAll;

    /// <summary>Services with a signal of their own.</summary>
    public int Count => _ofServices.Count;

    /// <summary>Ends at the next change of a service, or of any; of one that is not there perhaps without one.</summary>
    public Task Next(string? service, bool isThere)
    {
        if (service is null)
            return (_ofAll ??= New()).Task;
        if (!isThere)
            return (Shared(service) ??= New()).Task;
        if (!_ofServices.TryGetValue(service, out var signal))
            _ofServices[service] = signal = New();
        return signal.Task;
    }

    /// <summary>Takes out what a change ends.</summary>
    public void Take(CatalogChange change, ICollection<TaskCompletionSource> woken)
    {
        var service = change.Service.Value;
        if (_ofServices.Remove(service, out var own))
            woken.Add(own);
        if (change.Kind is ChangeKind.Added)
            Take(ref Shared(service), woken);
        Take(ref _ofAll, woken);
    }

    private ref TaskCompletionSource? Shared(string service) =>
        ref _ofOthers[(uint)string.GetHashCode(service, StringComparison.Ordinal) % (uint)_ofOthers.Length];

    private static void Take(ref TaskCompletionSource? signal, ICollection<TaskCompletionSource> woken)
    {
        if (signal is not null)
            woken.Add(signal);
        signal = null;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
