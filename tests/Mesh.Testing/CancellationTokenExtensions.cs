namespace Mesh.Testing;

internal static class CancellationTokenExtensions
{
    /// <summary>Ends, as cancelled, when the token does: for a server that does not answer until its caller goes.</summary>
    public static Task WhenCancelledAsync(this CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(() => ended.TrySetCanceled(cancellation));
        return ended.Task;
    }
}
