namespace Mesh.Federation.Overlay;

/// <summary>An entry into the overlay: from the question to the seeds to the end of the last refresh.</summary>
/// <param name="Requests">Questions sent meanwhile.</param>
internal sealed record OverlayEntry(int Contacts, int Requests, TimeSpan Time);
