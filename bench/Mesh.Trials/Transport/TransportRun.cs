namespace Mesh.Trials.Transport;

/// <param name="Took">From the first message to the last one's return.</param>
/// <param name="Times">Of each message, there and back.</param>
internal sealed record TransportRun(TimeSpan Took, TimeSpan[] Times);
