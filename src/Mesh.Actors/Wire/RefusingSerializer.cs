using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Mesh.Wire;

/// <summary>
/// Stands in the place of Akka's JSON fallback (identifier 1), which would build any type that a peer names. It
/// refuses in both directions: what has no manifest does not leave this process and does not get into it.
/// </summary>
internal sealed class RefusingSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>The identifier of the JSON fallback; inbound look-up goes by it.</summary>
    public const int FallbackIdentifier = 1;

    /// <summary>Akka hands the fallback's settings to whatever takes its name; there is nothing to set here.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : this(system)
    {
    }

    public override int Identifier => FallbackIdentifier;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new NotSupportedException($"{obj?.GetType().FullName ?? "null"} has no manifest and does not leave this process");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new NotSupportedException("A message by the JSON fallback came in and was refused");
}
