namespace Mesh.Testing.Restarts;

/// <summary>How long what must come about may take.</summary>
/// <param name="Spread">From an answer to a registration or deregistration to every node's showing it.</param>
/// <param name="Away">From the end of a stopped node's process to nobody's offering what is of that node.</param>
/// <param name="Suspect">From SIGKILL of a node to nobody's offering what it held.</param>
/// <param name="Removed">From SIGKILL of a node to what lives on being offered again, and what was owned being gone.</param>
/// <param name="Checked">From a node's being back to its checks having passed; from the end of a service to its being noticed.</param>
/// <param name="Lost">What a node answered so shortly before SIGKILL may be lost, registrations alone.</param>
internal sealed record RestartBounds(
    TimeSpan Spread, TimeSpan Away, TimeSpan Suspect, TimeSpan Removed, TimeSpan Checked, TimeSpan Lost);
