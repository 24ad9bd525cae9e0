using System.Threading.Channels;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;

namespace Mesh.Node.Etcd.Watching;

/// <summary>
/// One stream of watches, whatever it came by: a single loop takes requests and changes and writes the answers, so that
/// each watch sees its revisions in order.
/// </summary>
/// <param name="refusal">Why a watch may not be; null: it may.</param>
internal sealed class WatchStream(
    EtcdView view,
    EtcdIdentity self,
    EtcdLimits limits,
    TimeProvider time,
    Func<WatchRequest, string?> refusal,
    Func<WatchResponse, CancellationToken, Task> write)
{
    private readonly WatchTable _watches = new(self, limits.WatchesPerStream);
    private Task<bool>? _asked;
    private long _told;

    public async Task RunAsync(ChannelReader<WatchRequest> requests, CancellationToken cancellation)
    {
        _told = view.Current.Revision;
        var noticeDue = time.GetTimestamp();
        while (true)
        {
            var changes = view.ChangesSince(_told);
            await WriteAsync(Changes(changes), cancellation);
            while (requests.TryRead(out var request))
                await WriteAsync(Answer(request), cancellation);
            // Who sends nothing more may still listen.
            if (requests.Completion.IsCompleted && _watches.Count == 0)
                return;
            if (_watches.WantsProgress && time.GetElapsedTime(noticeDue) >= limits.ProgressEvery)
            {
                noticeDue = time.GetTimestamp();
                await WriteAsync(_watches.Notices(_told), cancellation);
            }

            await WaitAsync(requests, changes.Next, cancellation);
        }
    }

    private IEnumerable<WatchResponse> Changes(KeyChanges changes)
    {
        if (changes.Snapshot.Revision == _told)
            return [];
        _told = changes.Snapshot.Revision;
        return changes.Items is { } items ? _watches.Changed(items) : _watches.Lost(view.CompactRevision);
    }

    private IEnumerable<WatchResponse> Answer(WatchRequest request)
    {
        switch (request.RequestUnionCase)
        {
            case WatchRequest.RequestUnionOneofCase.CreateRequest:
                return Create(request.CreateRequest, refusal(request));
            case WatchRequest.RequestUnionOneofCase.CancelRequest:
                return _watches.Cancel(request.CancelRequest.WatchId, _told) is { } canceled ? [canceled] : [];
            case WatchRequest.RequestUnionOneofCase.ProgressRequest:
                return [_watches.Progress(_told)];
            default:
                return [];
        }
    }

    /// <summary>The stream is brought up to now first, so that the new watch stands where the others do.</summary>
    private IEnumerable<WatchResponse> Create(WatchCreateRequest request, string? refused)
    {
        var now = view.ChangesSince(_told);
        foreach (var response in Changes(now))
            yield return response;
        if (refused is not null)
        {
            yield return _watches.Refused(_told, refused);
            yield break;
        }

        foreach (var response in _watches.Create(
            request, new RevisionWindow(view.CompactRevision), now.Snapshot, r => UpTo(view.ChangesFrom(r), _told)))
            yield return response;
    }

    private static IReadOnlyList<KeyChange>? UpTo(IReadOnlyList<KeyChange>? changes, long revision) =>
        changes is null || changes.Count == 0 || changes[^1].Revision <= revision
            ? changes
            : [.. changes.TakeWhile(c => c.Revision <= revision)];

    private async Task WriteAsync(IEnumerable<WatchResponse> responses, CancellationToken cancellation)
    {
        foreach (var response in responses)
            await write(response, cancellation);
    }

    private async Task WaitAsync(ChannelReader<WatchRequest> requests, Task next, CancellationToken cancellation)
    {
        // One question at a time: each that is left open would stay with the channel.
        if (_asked is null or { IsCompleted: true })
        {
            _asked = requests.Completion.IsCompleted
                ? new TaskCompletionSource<bool>().Task
                : requests.WaitToReadAsync(cancellation).AsTask();
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pause = _watches.WantsProgress ? limits.ProgressEvery : Timeout.InfiniteTimeSpan;
        await Task.WhenAny(_asked, next, Task.Delay(pause, time, stop.Token));
        await stop.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }
}
