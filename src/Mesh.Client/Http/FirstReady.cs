namespace Mesh.Client.Http;

/// <summary>Waits for a node that has not been ready yet, and no longer than it is told.</summary>
internal static class FirstReady
{
    public static async Task WithinAsync(IMeshClient client, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        if (limit == TimeSpan.Zero)
            return;
        try
        {
            await client.WhenReadyAsync(cancellation).WaitAsync(limit, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Then the call says how the node stands.
        }
    }
}
