using Google.Protobuf.Reflection;
using Mesh.Wire;
using P = Mesh.Wire.Proto;

namespace Mesh.Testing.WireVersions;

/// <summary>Which message of the schema stands behind a manifest, those that are coded by hand included.</summary>
internal static class WireSchema
{
    /// <summary>By manifest; a test of its own says that none is missing.</summary>
    public static IReadOnlyDictionary<string, MessageDescriptor> Messages { get; } = WireCatalogue.ByManifest
        .Where(e => Find(e.Value) is not null).ToDictionary(e => e.Key, e => Find(e.Value)!);

    /// <summary>What is declared as bytes and is an embedded message all the same; null: it is nothing but bytes.</summary>
    public static MessageDescriptor? Embedded(FieldDescriptor field) => field switch
    {
        { FieldType: FieldType.Message } => field.MessageType,
        { FieldType: FieldType.Bytes, Name: "instance" } => P.Instance.Descriptor,
        _ => null,
    };

    /// <summary>That of the class that protoc made, or the one with the name of what is coded by hand.</summary>
    private static MessageDescriptor? Find(WireEntry entry) => entry.GetType().GenericTypeArguments is [_, var generated]
        ? (MessageDescriptor?)generated.GetProperty("Descriptor")?.GetValue(null)
        : P.MeshReflection.Descriptor.MessageTypes.SingleOrDefault(m => m.Name == entry.Type.Name);
}
