using Mesh.Node.Data.Files;
using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;

namespace Mesh.Node.Data.Writing;

/// <summary>
/// The one thread that writes to the store. It looks at how the sources differ from what is stored and commits that as one
/// transaction, so that all that changed while the one before was written shares the next; after trouble it does the
/// same again, and nothing is dropped meanwhile, for the sources are the state itself and no queue.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    /// <summary>Changes of this time share a transaction, unless somebody waits for it.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SayInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly StoreFile _file;
    private readonly IReadOnlyList<IStoredSource> _sources;
    private readonly StoreStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private List<TaskCompletionSource<string?>> _waiting = [];
    private TimeSpan? _stopLimit;
    private long _said;
    private bool _isStored;
    private bool _hasEnded;
    private bool _isDisposed;

    public StoreWriter(StoreFile file, IReadOnlyList<IStoredSource> sources, StoreStatus status, TimeProvider time, ILogger log)
    {
        _file = file;
        _sources = sources;
        _status = status;
        _time = time;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = "mesh store" };
    }

    public void Start() => _thread.Start();

    /// <summary>Ends once what the sources hold now is stored. Null: it is; else the reason why it could not be.</summary>
    public Task<string?> StoredAsync(CancellationToken cancellation)
    {
        var waiter = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_hasEnded)
                return Task.FromResult<string?>("the node has stopped");
            _waiting.Add(waiter);
        }

        Wake();
        return waiter.Task.WaitAsync(cancellation);
    }

    /// <summary>Stores what there is, tries again until the limit where that fails, and ends.</summary>
    /// <returns>Is everything stored?</returns>
    public bool Stop(TimeSpan limit)
    {
        lock (_gate)
            _stopLimit = limit;
        Wake();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            return true;
        _thread.Join();
        return _isStored;
    }

    public void Dispose()
    {
        Stop(TimeSpan.Zero);
        lock (_gate)
        {
            _isDisposed = true;
            _wake.Dispose();
        }
    }

    /// <summary>Who asks for a write may come when the node has stopped, and the host disposes of what has two names twice.</summary>
    private void Wake()
    {
        lock (_gate)
        {
            if (!_isDisposed)
                _wake.Set();
        }
    }

    private void Run()
    {
        while (true)
        {
            var (waiting, limit) = Take();
            if (limit is { } until)
            {
                Finish(waiting, until);
                return;
            }

            var reason = Round();
            foreach (var waiter in waiting)
                waiter.TrySetResult(reason);
            _wake.WaitOne(reason is null ? Interval : RetryInterval);
        }
    }

    private (List<TaskCompletionSource<string?>> Waiting, TimeSpan? Limit) Take()
    {
        lock (_gate)
        {
            var waiting = _waiting;
            _waiting = [];
            return (waiting, _stopLimit);
        }
    }

    private void Finish(List<TaskCompletionSource<string?>> waiting, TimeSpan limit)
    {
        var since = _time.GetTimestamp();
        var reason = Round();
        while (reason is not null && _time.GetElapsedTime(since) < limit)
        {
            _wake.WaitOne(Interval);
            reason = Round();
        }

        _isStored = reason is null;
        lock (_gate)
        {
            _hasEnded = true;
            waiting.AddRange(_waiting);
        }

        foreach (var waiter in waiting)
            waiter.TrySetResult(reason);
        if (reason is not null)
            LogLost(_log, _file.Path, reason);
    }

    /// <summary>Null: all that was there to store is stored.</summary>
    private string? Round()
    {
        try
        {
            if (_status.Trouble is not null)
                _file.Checkpoint();
            var changes = new List<StoreChange>();
            foreach (var source in _sources)
                changes.AddRange(source.Collect());
            if (changes.Count > 0 || _status.Trouble is not null)
                _file.Commit(changes);
            foreach (var source in _sources)
                source.Stored();
            var trouble = _status.Good(changes.Count);
            if (trouble > TimeSpan.Zero)
                LogWell(_log, _file.Path, (int)trouble.TotalSeconds);
            return null;
        }
        catch (Exception trouble) when (trouble is StoreException or IOException or UnauthorizedAccessException)
        {
            return Failed(trouble);
        }
    }

    private string Failed(Exception trouble)
    {
        if (trouble is StoreException { IsDamage: true })
            SetAside(trouble.Message);

        var isFirst = _status.Trouble is null;
        _status.Bad(trouble.Message);
        if (isFirst || _time.GetElapsedTime(_said) >= SayInterval)
        {
            _said = _time.GetTimestamp();
            LogFailed(_log, _file.Path, trouble.Message, (int)_status.Unstored.TotalSeconds);
        }

        return trouble.Message;
    }

    private void SetAside(string reason)
    {
        try
        {
            _file.SetAside();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // The file is where it was: the next attempt finds it damaged again.
            return;
        }

        LogDamaged(_log, _file.Path, reason);
        foreach (var source in _sources)
            source.Forget();
    }
}
