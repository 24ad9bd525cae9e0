using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Mesh.Testing;

/// <summary>Which fields a schema has and which of them messages have set, as "Message.field".</summary>
internal static class SchemaFields
{
    public static IEnumerable<string> All(FileDescriptor schema) => schema.MessageTypes
        .SelectMany(m => m.Fields.InDeclarationOrder()).Select(NameOf);

    /// <summary>Those of the message and of what is in it.</summary>
    public static IEnumerable<string> SetIn(IMessage message) => message.Descriptor.Fields.InDeclarationOrder().SelectMany(field =>
    {
        var value = field.Accessor.GetValue(message);
        var items = field.IsRepeated ? ((IEnumerable)value).Cast<object>().ToArray() : IsSet(field, message, value) ? [value] : [];
        return items.Length == 0 ? [] : items.OfType<IMessage>().SelectMany(SetIn).Prepend(NameOf(field));
    });

    private static bool IsSet(FieldDescriptor field, IMessage message, object? value) => field.FieldType switch
    {
        FieldType.Message => value is not null,
        FieldType.String => value is string { Length: > 0 },
        FieldType.Bytes => value is ByteString { Length: > 0 },
        _ => field.HasPresence ? field.Accessor.HasValue(message) : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) != 0,
    };

    private static string NameOf(FieldDescriptor field) => $"{field.ContainingType.Name}.{field.Name}";
}
