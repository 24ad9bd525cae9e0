using Akka.Actor;
using Akka.Serialization;

namespace Mesh.Wire;

/// <summary>
/// Writes and reads every <see cref="IWireMessage"/> by its manifest, and nothing else: a type or a manifest that is
/// not listed is refused both ways, so no bytes can name a type. Holds no state of the ActorSystem.
/// </summary>
internal sealed class MeshSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Part of each message on the wire: never changed.</summary>
    public const int Id = 4053;

    private const int ManifestShown = 16;

    public override int Identifier => Id;

    public override string Manifest(object o) => Find(o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        var entry = Find(obj);
        var bytes = Write(entry, obj);
        return bytes.Length <= entry.MaxBytes
            ? bytes
            : throw new MalformedMessageException(entry.Manifest, TooLarge(bytes.Length, entry), null);
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!WireCatalogue.ByManifest.TryGetValue(manifest ?? "", out var entry))
            throw new MalformedMessageException(Shorten(manifest), "no such manifest here", null);
        if (bytes.Length > entry.MaxBytes)
            throw new MalformedMessageException(entry.Manifest, TooLarge(bytes.Length, entry), null);
        try
        {
            var message = entry.Read(bytes);
            entry.CountReceived(bytes.Length);
            return message;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever foreign bytes provoke ends as this one exception: the transport knows it and drops the message.
            throw new MalformedMessageException(entry.Manifest, e.Message, e);
        }
    }

    private static byte[] Write(WireEntry entry, object message)
    {
        try
        {
            return entry.Write(message);
        }
        catch (Exception e) when (e is ArgumentException or WireFormatException)
        {
            // A null where none may be has no bytes.
            throw new MalformedMessageException(entry.Manifest, e.Message, e);
        }
    }

    private static WireEntry Find(object message) =>
        WireCatalogue.ByType.TryGetValue(message.GetType(), out var entry)
            ? entry
            : throw new MalformedMessageException("", $"{message.GetType()} has no manifest", null);

    private static string TooLarge(int length, WireEntry entry) =>
        $"has {length} bytes, at most {entry.MaxBytes} are allowed";

    private static string Shorten(string? manifest) =>
        manifest is null or { Length: <= ManifestShown } ? manifest ?? "" : manifest[..ManifestShown];
}
