using Akka.Actor;

namespace Mesh.Registry;

/// <summary>A command that waits, with who asked and how it came.</summary>
/// <param name="At">When it came, since the start of the machine.</param>
internal sealed record EarlyCommand(
    RegistryProtocol.ICommand Command, IActorRef From, bool Forwarded, TimeSpan Reach, TimeSpan At);
