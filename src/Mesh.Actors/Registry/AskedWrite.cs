using System.Collections.Immutable;
using Mesh.Catalog;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>A command whose answer may have to wait for the disk. Pure.</summary>
/// <param name="From">Who asks.</param>
/// <param name="Held">The record of the instance when the command came, where it matters whether that changes.</param>
internal sealed record AskedWrite(object From, ICommand Command, ServiceInstance? Held)
{
    public static AskedWrite Of(object from, ICommand command, ImmutableDictionary<InstanceKey, ServiceInstance> held) =>
        new(from, command, HeldOf(command, held));

    /// <summary>Does the answer wait until what it promises is stored?</summary>
    /// <param name="held">What the node has registered now.</param>
    public bool Waits(IReply reply, ImmutableDictionary<InstanceKey, ServiceInstance> held) =>
        StoredAnswers.Wait(Command, reply, changes: !ReferenceEquals(Held, HeldOf(Command, held)));

    private static ServiceInstance? HeldOf(ICommand command, ImmutableDictionary<InstanceKey, ServiceInstance> held) =>
        command is UpdateCheck update ? held.GetValueOrDefault(update.Key) : null;
}
